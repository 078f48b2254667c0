//! The waist: Event in, Effect out, Report back.
