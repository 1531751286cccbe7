//! How a call on a screen is handed on to the screen's own file. It does nothing else.

/// Makes the enum of the screens, and hands each call on to the screen's own file.
macro_rules! screens {
    ($($(#[$doc:meta])* $variant:ident($screen:ty);)*) => {
        /// A screen.
        #[derive(Debug)]
        #[allow(clippy::large_enum_variant, reason = "only a handful of screens are open at a time")]
        pub enum Screen {
            $($(#[$doc])* $variant($screen),)*
        }

        impl Behaviour for Screen {
            fn scope(&self) -> Scope {
                match self { $(Screen::$variant(screen) => screen.scope(),)* }
            }
            fn hints(&self) -> Vec<Hint> {
                match self { $(Screen::$variant(screen) => screen.hints(),)* }
            }
            fn available(&self, command: Command, context: &Context<'_>) -> Result<(), String> {
                match self { $(Screen::$variant(screen) => screen.available(command, context),)* }
            }
            fn is_popup(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.is_popup(),)* }
            }
            fn unsaved(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.unsaved(),)* }
            }
            fn awaits_writing(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.awaits_writing(),)* }
            }
            fn takes_save(&self) -> bool {
                match self { $(Screen::$variant(screen) => screen.takes_save(),)* }
            }
            fn sheet(&self, context: &Context<'_>) -> Option<Sheet> {
                match self { $(Screen::$variant(screen) => screen.sheet(context),)* }
            }
            fn person(&self, context: &Context<'_>) -> Option<PersonId> {
                match self { $(Screen::$variant(screen) => screen.person(context),)* }
            }
            fn task(&self) -> Option<TaskId> {
                match self { $(Screen::$variant(screen) => screen.task(),)* }
            }
            fn back(&mut self, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.back(context),)* }
            }
            fn refresh(&mut self, context: &Context<'_>) {
                match self { $(Screen::$variant(screen) => screen.refresh(context),)* }
            }
            fn wake(&self) -> Option<Moment> {
                match self { $(Screen::$variant(screen) => screen.wake(),)* }
            }
            fn woken(&mut self, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.woken(context),)* }
            }
            fn hear(&mut self, report: &Report, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.hear(report, context),)* }
            }
            fn text(&mut self, text: &str, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.text(text, context),)* }
            }
            fn list(&mut self, command: ListCommand, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.list(command, context),)* }
            }
            fn record(&mut self, command: RecordCommand, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.record(command, context),)* }
            }
            fn form(&mut self, command: FormCommand, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.form(command, context),)* }
            }
            fn menu(&mut self, command: MenuCommand, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.menu(command, context),)* }
            }
            fn page(&mut self, command: PageCommand, context: &Context<'_>) -> Reply {
                match self { $(Screen::$variant(screen) => screen.page(command, context),)* }
            }
        }
    };
}
