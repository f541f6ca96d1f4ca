//! Reading JSON trees leniently: what a [`Field`] can be, the table of members behind each shape, and what
//! reading finds wrong on the way.

mod fault;
mod field;
mod member;
mod read;

#[cfg(test)]
#[allow(dead_code, unreachable_pub, reason = "the macro declares public shapes, whole ones")]
mod tests;

pub use fault::{Fault, FaultKind};
pub use field::{Any, Field, Flag, Integer, List, Number, Text, Texts};
pub use member::{Allowed, Constraint, Member, Type};
pub(crate) use member::{anything, one_of, range, required};
pub(crate) use read::read;
pub use read::{Hold, Holder, Structure};

/// Declares a shape of the API: a struct with one lenient [`Field`] a member, and its table.
///
/// A line is `field: Type = "member" => constraint`; the constraint is optional. Reading is not in the macro:
/// what it makes for every member is as little code as can be.
macro_rules! shape {
    ($(#[$meta:meta])* $name:ident { $($field:ident : $type:ty = $key:literal $(=> $constraint:expr)?),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[allow(missing_docs, reason = "the API's documentation, shown by the catalogue, explains the members")]
        pub struct $name {
            /// Where in the record this stands.
            pub at: $crate::path::Path,
            $(pub $field: $type,)*
        }

        impl $name {
            /// The members, in the order of the API's model.
            pub const MEMBERS: &'static [$crate::ecs::shape::Member] = &[$($crate::ecs::shape::Member {
                key: $key,
                kind: <$type as $crate::ecs::shape::Hold>::TYPE,
                constraint: {
                    #[allow(unused_mut, unused_assignments)]
                    let mut constraint = $crate::ecs::shape::anything();
                    $(constraint = $constraint;)?
                    constraint
                },
            }),*];

            /// Where the member called `key` stands.
            #[must_use]
            pub fn path(&self, key: &'static str) -> $crate::path::Path {
                debug_assert!(
                    Self::MEMBERS.iter().any(|member| member.key == key),
                    "{key} is no member"
                );
                self.at.key(key)
            }
        }

        impl $crate::ecs::shape::Structure for $name {
            fn members(&self) -> &'static [$crate::ecs::shape::Member] {
                Self::MEMBERS
            }

            #[allow(non_upper_case_globals, reason = "constants called as the fields are")]
            fn field(&mut self, position: usize) -> Option<$crate::ecs::shape::Holder<'_>> {
                // Where each member is in the table.
                #[allow(non_camel_case_types)]
                enum At { $($field),* }
                $(const $field: usize = At::$field as usize;)*
                Some(match position {
                    $($field => $crate::ecs::shape::Hold::holder(&mut self.$field),)*
                    _ => return None,
                })
            }

            fn stand_at(&mut self, at: $crate::path::Path) {
                self.at = at;
            }
        }

        impl $crate::ecs::shape::Hold for $name {
            const TYPE: $crate::ecs::shape::Type = $crate::ecs::shape::Type::Structure(Self::MEMBERS);

            fn holder(&mut self) -> $crate::ecs::shape::Holder<'_> {
                $crate::ecs::shape::Holder::Element(self)
            }
        }
    };
}
pub(crate) use shape;
