//! The screens, one file each, with the names of `app/screen`. Each draws what its state holds on the body.

mod affair_form;
mod affairs;
mod backup;
mod class_form;
mod confirm;
mod contacts;
mod document_form;
mod exchange;
mod find;
mod first_run;
mod flags;
mod follow_ups;
mod handbook;
mod help;
mod household_card;
mod household_form;
mod households;
mod import;
mod intake;
mod leave_card;
mod menu;
mod note;
mod note_card;
mod page;
mod pairing_card;
mod pairing_form;
mod pairings;
mod palette;
mod passphrase;
mod point_card;
mod posting_card;
mod receipt;
mod recent;
mod retention;
mod returned_card;
mod sheets;
mod sticks;
mod supervision_card;
mod task_card;
mod task_form;
mod task_menu;
mod tasks;
mod today;
mod trip_list;
mod unlock;
mod village_form;
mod villages;
mod visit_card;
mod visit_form;
mod visits;

use super::canvas::Canvas;
use crate::app::App;
use crate::app::screen::Screen;

/// Draws a screen on the body, or as a popup over what is there.
pub fn draw(screen: &Screen, app: &App, canvas: &mut Canvas<'_>) {
    match screen {
        Screen::Today(screen) => today::draw(screen, app, canvas),
        Screen::TripList(screen) => trip_list::draw(screen, app, canvas),
        Screen::Households(screen) => households::draw(screen, app, canvas),
        Screen::HouseholdCard(screen) => household_card::draw(screen, app, canvas),
        Screen::HouseholdForm(screen) => household_form::draw(screen, app, canvas),
        Screen::Tasks(screen) => tasks::draw(screen, app, canvas),
        Screen::TaskCard(screen) => task_card::draw(screen, app, canvas),
        Screen::TaskForm(screen) => task_form::draw(screen, app, canvas),
        Screen::TaskMenu(screen) => task_menu::draw(screen, app, canvas),
        Screen::Page(screen) => page::draw(screen, app, canvas),
        Screen::Intake(screen) => intake::draw(screen, app, canvas),
        Screen::Receipt(screen) => receipt::draw(screen, app, canvas),
        Screen::Note(screen) => note::draw(screen, app, canvas),
        Screen::NoteCard(screen) => note_card::draw(screen, app, canvas),
        Screen::Visits(screen) => visits::draw(screen, app, canvas),
        Screen::VisitForm(screen) => visit_form::draw(screen, app, canvas),
        Screen::VisitCard(screen) => visit_card::draw(screen, app, canvas),
        Screen::VisitVoid(screen) => visit_form::draw_void(screen, app, canvas),
        Screen::PointForm(screen) => point_card::draw_form(screen, app, canvas),
        Screen::PointCard(screen) => point_card::draw(screen, app, canvas),
        Screen::LeaveForm(screen) => leave_card::draw_form(screen, app, canvas),
        Screen::LeaveCard(screen) => leave_card::draw(screen, app, canvas),
        Screen::Flags(screen) => flags::draw(screen, app, canvas),
        Screen::SupervisionForm(screen) => supervision_card::draw_form(screen, app, canvas),
        Screen::SupervisionCard(screen) => supervision_card::draw(screen, app, canvas),
        Screen::Sheets(screen) => sheets::draw(screen, app, canvas),
        Screen::Pairings(screen) => pairings::draw(screen, app, canvas),
        Screen::PairingForm(screen) => pairing_form::draw(screen, app, canvas),
        Screen::PairingCard(screen) => pairing_card::draw(screen, app, canvas),
        Screen::PairingEntry(screen) => pairing_form::draw_entry(screen, app, canvas),
        Screen::ClassForm(screen) => class_form::draw(screen, app, canvas),
        Screen::Contacts(screen) => contacts::draw(screen, app, canvas),
        Screen::ContactForm(screen) => contacts::draw_form(screen, app, canvas),
        Screen::Sticks(screen) => sticks::draw(screen, canvas),
        Screen::StickForm(screen) => sticks::draw_form(screen, app, canvas),
        Screen::DocumentForm(screen) => document_form::draw(screen, app, canvas),
        Screen::FollowUps(screen) => follow_ups::draw(screen, app, canvas),
        Screen::FollowUpCard(screen) => follow_ups::draw_card(screen, app, canvas),
        Screen::FollowUpForm(screen) => follow_ups::draw_form(screen, app, canvas),
        Screen::Handbook(screen) => handbook::draw(screen, app, canvas),
        Screen::HandbookFound(screen) => handbook::draw_found(screen, app, canvas),
        Screen::HandbookPage(screen) => handbook::draw_page(screen, app, canvas),
        Screen::Exchange(screen) => exchange::draw(screen, app, canvas),
        Screen::Backup(screen) => backup::draw(screen, app, canvas),
        Screen::Affairs(screen) => affairs::draw(screen, app, canvas),
        Screen::AffairForm(screen) => affair_form::draw(screen, app, canvas),
        Screen::ReturnedCard(screen) => returned_card::draw(screen, app, canvas),
        Screen::PostingCard(screen) => posting_card::draw(screen, app, canvas),
        Screen::Retention(screen) => retention::draw(screen, app, canvas),
        Screen::Import(screen) => import::draw(screen, app, canvas),
        Screen::FirstRun(screen) => first_run::draw(screen, app, canvas),
        Screen::VillageForm(screen) => village_form::draw(screen, app, canvas),
        Screen::Passphrase(screen) => passphrase::draw(screen, app, canvas),
        Screen::Unlock(screen) => unlock::draw(screen, app, canvas),
        Screen::Recent(screen) => recent::draw(screen, app, canvas),
        Screen::Find(screen) => find::draw(screen, app, canvas),
        Screen::Help(screen) => help::draw(screen, app, canvas),
        Screen::Menu(screen) => menu::draw(screen, app, canvas),
        Screen::VillageChoice(screen) => villages::draw(screen, app, canvas),
        Screen::Palette(screen) => palette::draw(screen, app, canvas),
        Screen::Confirm(screen) => confirm::draw(screen, app, canvas),
    }
}
