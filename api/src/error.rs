//! Why a call failed, in a form that program and person can both act on.

use leptos::server_fn::{
    Bytes, ContentType, Decodes, Encodes, Format, FormatType,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::Serialize;

/// Why a server function could not do its work.
///
/// Displayed, each says what happened and the way out, ready to be shown. On the wire an error is
/// `{"error": {"unknownDesign": {"id": "…"}}, "message": "…"}`: the variant for programs, its text
/// for people who call without this crate. The browser decodes the variants that it acts on and keeps
/// the text of the others, which is all that it shows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
#[cfg_attr(feature = "ssr", derive(serde::Deserialize))]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ApiError {
    /// No answer came: the server is away or the network is. Only ever made in the browser.
    #[error(
        "The server does not answer. Check that it is running and that the network is up, then try \
         again ({detail})."
    )]
    Unreachable { detail: String },

    /// An answer came that is not one of this server's, such as the error page of a proxy whose
    /// server is down. Only ever made in the browser.
    #[error(
        "The server's answer cannot be read. If Bayplan was just updated, reload the page; otherwise \
         something between here and the server answered in its place ({detail})."
    )]
    Unreadable { detail: String },

    /// The server refused, for a reason that the browser does not act on by itself. Only ever made in
    /// the browser.
    #[cfg(not(feature = "ssr"))]
    #[error("{message}")]
    Refused {
        /// What the server says.
        message: String,
    },

    /// The arguments are not what the function takes.
    #[error(
        "The server cannot read this request. Reload the page: it may be older than the server \
         ({detail})."
    )]
    BadRequest { detail: String },

    /// No function has this path and method.
    #[error(
        "The server has no function {path}. Reload the page: it may be older than the server. \
         Functions are called with POST."
    )]
    UnknownFunction { path: String },

    /// The request names a host that is not this server's, as a page does that points a name of its
    /// own at the loopback address.
    #[error(
        "This server does not go by the name \"{host}\". Open it at the address it printed when it \
         started, or start it with --allow-host {host}."
    )]
    ForeignHost { host: String },

    /// The request was sent by a page of another site.
    #[error(
        "A request from {origin} was refused: only this server's own pages may call it. Open Bayplan \
         at the address the server printed when it started."
    )]
    ForeignOrigin { origin: String },

    /// The request body is over [`MAX_REQUEST_BYTES`](crate::MAX_REQUEST_BYTES).
    #[error("The request is larger than {}, the most that the server takes.", Size(*limit))]
    RequestTooLarge {
        /// In bytes.
        limit: u32,
    },

    /// The design is over [`MAX_DESIGN_BYTES`](crate::MAX_DESIGN_BYTES).
    #[error(
        "The design has {}, and the server stores at most {}. Divide it into several designs.",
        Size(*size), Size(*limit)
    )]
    DesignTooLarge {
        /// In bytes.
        size: u32,
        /// In bytes.
        limit: u32,
    },

    /// The design's text does not parse, or nests deeper than 128 levels.
    #[error("The design is not JSON: {reason}, at line {line}, column {column}.")]
    NotJson { line: u32, column: u32, reason: String },

    /// The design's text is JSON of another kind.
    #[error("This is not a Bayplan design. At {place}: {reason}.")]
    NotADesign {
        /// A path from the design's root.
        place: String,
        reason: String,
    },

    /// The design was written by a newer Bayplan.
    #[error(
        "The design has format version {found}, and this server reads versions up to {supported}. \
         Update Bayplan to open it."
    )]
    NewerFormat { found: u32, supported: u32 },

    /// The design has no environment of this name.
    #[error("The design has no environment \"{name}\". Choose one that it has, or all.")]
    UnknownEnvironment { name: String },

    /// The name is empty or over [`MAX_NAME_CHARS`](crate::MAX_NAME_CHARS).
    #[error("A design's name has 1 to {limit} characters, and this one has {length}.")]
    InvalidName { length: u32, limit: u32 },

    /// The label is over [`MAX_LABEL_CHARS`](crate::MAX_LABEL_CHARS).
    #[error("A revision's label has at most {limit} characters, and this one has {length}.")]
    LabelTooLong { length: u32, limit: u32 },

    /// The store has no design of this id.
    #[error(
        "This server has no design \"{id}\". Choose one from the list of designs, or save yours as a \
         new one; if it should be there, the server may have been started with another data \
         directory."
    )]
    UnknownDesign { id: String },

    /// The design exists, and this revision of it does not.
    #[error("Design \"{id}\" has no revision {revision}; its revisions are 1 to {newest}.")]
    UnknownRevision { id: String, revision: u32, newest: u32 },

    /// The database failed. Nothing was written.
    #[error(
        "The server could not use its database, and nothing was changed. Try again; if it stays, the \
         server's log says more ({detail})."
    )]
    Storage { detail: String },

    /// A bug on the server.
    #[error("The server failed unexpectedly. Try again; its log says more ({detail}).")]
    Internal { detail: String },
}

impl ApiError {
    /// Whether the call may not have reached the server at all, so that what it carried has to be
    /// kept and sent again. Every other error is the server's own answer.
    #[must_use]
    pub fn is_server_away(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Unreadable { .. })
    }

    /// Whether the same call may do later: the server itself is in trouble.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Storage { .. } | Self::Internal { .. })
    }
}

impl FromServerFnError for ApiError {
    type Encoder = ErrorEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(detail)
            | ServerFnErrorErr::UnsupportedRequestMethod(detail) => Self::Unreachable { detail },
            // On the server it is the request that did not decode, in the browser the answer.
            ServerFnErrorErr::Deserialization(detail) if cfg!(feature = "ssr") => {
                Self::BadRequest { detail }
            }
            ServerFnErrorErr::Deserialization(detail) => Self::Unreadable { detail },
            ServerFnErrorErr::Args(detail) | ServerFnErrorErr::MissingArg(detail) => {
                Self::BadRequest { detail }
            }
            ServerFnErrorErr::Registration(detail)
            | ServerFnErrorErr::ServerError(detail)
            | ServerFnErrorErr::MiddlewareError(detail)
            | ServerFnErrorErr::Serialization(detail)
            | ServerFnErrorErr::Response(detail) => Self::Internal { detail },
        }
    }
}

/// Errors as JSON, with their text beside them.
#[derive(Debug)]
pub struct ErrorEncoding;

#[derive(Serialize)]
struct Outgoing<'a> {
    error: &'a ApiError,
    message: String,
}

impl ContentType for ErrorEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for ErrorEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl Encodes<ApiError> for ErrorEncoding {
    type Error = serde_json::Error;

    fn encode(error: &ApiError) -> Result<Bytes, Self::Error> {
        let message = error.to_string();
        serde_json::to_vec(&Outgoing { error, message }).map(Bytes::from)
    }
}

impl Decodes<ApiError> for ErrorEncoding {
    type Error = serde_json::Error;

    #[cfg(feature = "ssr")]
    fn decode(bytes: Bytes) -> Result<ApiError, Self::Error> {
        #[derive(serde::Deserialize)]
        struct Incoming {
            error: ApiError,
        }
        serde_json::from_slice(&bytes).map(|Incoming { error }| error)
    }

    // A derived decoder of every variant is 28 kB of code, which each visitor would download.
    #[cfg(not(feature = "ssr"))]
    fn decode(bytes: Bytes) -> Result<ApiError, Self::Error> {
        let answer: serde_json::Value = serde_json::from_slice(&bytes)?;
        let text = |place| answer.pointer(place).and_then(|text| text.as_str()).map(str::to_owned);
        if let Some(id) = text("/error/unknownDesign/id") {
            return Ok(ApiError::UnknownDesign { id });
        }
        if let Some(detail) = text("/error/storage/detail") {
            return Ok(ApiError::Storage { detail });
        }
        if let Some(detail) = text("/error/internal/detail") {
            return Ok(ApiError::Internal { detail });
        }
        let message = text("/message")
            .ok_or_else(|| <serde_json::Error as serde::de::Error>::missing_field("message"))?;
        Ok(ApiError::Refused { message })
    }
}

/// A number of bytes as people read it, rounded up so that what is over a limit never reads as equal.
struct Size(u32);

impl std::fmt::Display for Size {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tenths = (u64::from(self.0) * 10).div_ceil(1024 * 1024);
        match tenths % 10 {
            0 => write!(formatter, "{} MiB", tenths / 10),
            tenth => write!(formatter, "{}.{tenth} MiB", tenths / 10),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_crosses_the_wire_with_its_text() {
        let error = ApiError::UnknownRevision { id: "d1".to_owned(), revision: 9, newest: 3 };
        let bytes = error.ser();
        let wire: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(
            wire,
            json!({
                "error": { "unknownRevision": { "id": "d1", "revision": 9, "newest": 3 } },
                "message": "Design \"d1\" has no revision 9; its revisions are 1 to 3.",
            })
        );
        #[cfg(feature = "ssr")]
        assert_eq!(ApiError::de(bytes), error);
        #[cfg(not(feature = "ssr"))]
        assert_eq!(ApiError::de(bytes), ApiError::Refused { message: error.to_string() });
    }

    #[test]
    fn no_answer_is_told_from_a_refusal() {
        let no_answer = ApiError::from_server_fn_error(ServerFnErrorErr::Request("fetch".into()));
        assert!(no_answer.is_server_away());
        let refusal = ApiError::UnknownDesign { id: "d1".to_owned() };
        assert!(!ApiError::de(refusal.ser()).is_server_away());
    }

    #[test]
    fn what_is_over_a_limit_reads_as_over_it() {
        let error =
            ApiError::DesignTooLarge { size: 16 * 1024 * 1024 + 1, limit: 16 * 1024 * 1024 };
        assert_eq!(
            error.to_string(),
            "The design has 16.1 MiB, and the server stores at most 16 MiB. Divide it into several \
             designs."
        );
    }
}

#[cfg(all(test, not(feature = "ssr")))]
mod browser_tests {
    use super::*;

    #[test]
    fn what_the_browser_acts_on_is_told_apart() {
        for error in [
            ApiError::UnknownDesign { id: "d1".to_owned() },
            ApiError::Storage { detail: "disk full".to_owned() },
            ApiError::Internal { detail: "a bug".to_owned() },
        ] {
            assert_eq!(ApiError::de(error.ser()), error);
        }
    }

    #[test]
    fn json_of_another_kind_counts_as_no_answer() {
        let error = ApiError::de(Bytes::from_static(b"{\"detail\": \"no upstream\"}"));
        assert!(error.is_server_away());
    }

    #[test]
    fn a_gateways_error_page_counts_as_no_answer() {
        let error = ApiError::de(Bytes::from_static(b"<h1>502 Bad Gateway</h1>"));
        assert!(matches!(error, ApiError::Unreadable { .. }));
        assert!(error.is_server_away());
    }
}
