use super::{Feature, FileName};

/// What a file is, judged by its bytes. The school takes nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum FileKind {
    /// A document of pages.
    Pdf,
    /// A text of Word.
    Docx,
    /// A table of Excel.
    Xlsx,
    /// Slides of PowerPoint.
    Pptx,
    /// A text of LibreOffice.
    Odt,
    /// A table of LibreOffice.
    Ods,
    /// Slides of LibreOffice.
    Odp,
    /// A photograph.
    Jpeg,
    /// A drawing or a picture of a screen.
    Png,
    /// A picture of the web.
    Webp,
    /// A film.
    Mp4,
    /// A film of the web.
    Webm,
    /// Plain text in UTF-8.
    Text,
    /// A table as text in UTF-8.
    Csv,
    /// Several files in one.
    Zip,
}

/// Why a file is not what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KindRefused {
    /// Its bytes are of no kind that is taken here.
    #[error("files of this kind are not taken here")]
    NotTaken,
    /// Its name ends otherwise than files of its kind do.
    #[error("the name does not end as files of this kind do")]
    OtherExtension,
    /// It was declared as something else.
    #[error("the file is not what it was declared to be")]
    OtherDeclaration,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Jpeg,
        Self::Png,
        Self::Webp,
        Self::Mp4,
        Self::Webm,
        Self::Text,
        Self::Csv,
        Self::Zip,
    ];

    /// Its media type, under which it is stored and given out.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Odp => "application/vnd.oasis.opendocument.presentation",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
            Self::Zip => "application/zip",
        }
    }

    /// The kind with this media type.
    pub fn from_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// How the names of its files end, in small letters and without the dot.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Odp => &["odp"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
            Self::Webp => &["webp"],
            Self::Mp4 => &["mp4", "m4v"],
            Self::Webm => &["webm"],
            Self::Text => &["txt", "md"],
            Self::Csv => &["csv"],
            Self::Zip => &["zip"],
        }
    }

    /// What browsers declare such files to be, besides the media type itself.
    const fn also_declared(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["image/pjpeg"],
            Self::Mp4 => &["video/x-m4v"],
            Self::Text => &["text/markdown", "text/x-markdown"],
            Self::Csv => &["application/csv", "application/vnd.ms-excel", "text/plain"],
            Self::Zip => &["application/x-zip-compressed", "application/x-zip"],
            _ => &[],
        }
    }

    /// Whether it is a picture, which can carry the place where it was taken.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    /// Whether it is one or more files packed into one, as Office documents are too.
    pub const fn is_packed(self) -> bool {
        matches!(self, Self::Zip | Self::Docx | Self::Xlsx | Self::Pptx | Self::Odt | Self::Ods | Self::Odp)
    }

    /// Whether it can be shown in a page.
    pub const fn has_preview(self) -> bool {
        matches!(
            self,
            Self::Pdf | Self::Jpeg | Self::Png | Self::Webp | Self::Mp4 | Self::Webm | Self::Text | Self::Csv
        )
    }

    /// Whether the three things that are known of a file agree: what its bytes are (`self`), how its name ends,
    /// and what whoever sent it declared (nothing, or `application/octet-stream`, declares nothing).
    ///
    /// ```
    /// use homeroom_domain::files::{Feature, FileKind, KindRefused};
    /// let agrees = |name: &str, declared| FileKind::Pdf.check(Feature::Module, &name.parse().unwrap(), declared);
    /// assert!(agrees("Cells.PDF", Some("application/pdf")).is_ok());
    /// assert_eq!(agrees("cells.docx", Some("application/pdf")), Err(KindRefused::OtherExtension));
    /// assert_eq!(agrees("cells.pdf", Some("image/png")), Err(KindRefused::OtherDeclaration));
    /// ```
    pub fn check(self, feature: Feature, name: &FileName, declared: Option<&str>) -> Result<(), KindRefused> {
        if !feature.takes(self) {
            return Err(KindRefused::NotTaken);
        }
        if !self.extensions().contains(&name.extension().as_str()) {
            return Err(KindRefused::OtherExtension);
        }
        let declared = declared
            .map(|declared| declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
        match declared.as_deref() {
            None | Some("" | "application/octet-stream") => Ok(()),
            Some(declared) if declared == self.media_type() || self.also_declared().contains(&declared) => {
                Ok(())
            }
            Some(_) => Err(KindRefused::OtherDeclaration),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_known_by_its_media_type_and_by_how_its_names_end() {
        for kind in FileKind::ALL {
            assert_eq!(FileKind::from_media_type(kind.media_type()), Some(kind));
            for extension in kind.extensions() {
                let others = FileKind::ALL.into_iter().filter(|other| other.extensions().contains(extension));
                assert_eq!(others.collect::<Vec<_>>(), [kind], "{extension}");
            }
        }
        assert_eq!(FileKind::from_media_type("text/html"), None);
        assert_eq!(FileKind::from_media_type("image/svg+xml"), None);
    }

    #[test]
    fn what_declares_nothing_is_believed_to_be_what_it_is() {
        let name: FileName = "photo.jpg".parse().unwrap();
        for declared in [None, Some(""), Some("application/octet-stream"), Some("IMAGE/JPEG; q=1")] {
            assert_eq!(FileKind::Jpeg.check(Feature::Submission, &name, declared), Ok(()), "{declared:?}");
        }
    }
}
