//! The files that teachers give out: a sheet that is written here, and small files that lie beside.

/// A file that is given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// Exercises on one page.
    Worksheet,
    /// A picture of what was measured.
    Chart,
    /// What was measured, as a table.
    Table,
    /// A text.
    Guide,
}

/// What stands on the page of exercises. Round brackets would have to be written otherwise in a PDF.
const WORKSHEET: [&str; 9] = [
    "Worksheet: ratio and proportion",
    "",
    "1. A recipe for 4 people takes 300 g of rice. How much does it take for 10?",
    "2. A map has the scale 1 : 25 000. How far apart are two points that are 6 cm apart on it?",
    "3. A jeepney covers 18 km in 40 minutes. How far does it come in an hour at the same speed?",
    "4. Twelve notebooks cost 228 pesos. What do seven cost?",
    "5. Write a problem of your own that is solved with a proportion, and solve it.",
    "",
    "Show how you found each answer.",
];

impl Sheet {
    /// What the file is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Worksheet => "worksheet.pdf",
            Self::Chart => "seedlings.png",
            Self::Table => "seedlings.csv",
            Self::Guide => "reading-guide.txt",
        }
    }

    /// The bytes of it.
    pub fn bytes(self) -> Vec<u8> {
        match self {
            Self::Worksheet => page(&WORKSHEET).into_bytes(),
            Self::Chart => include_bytes!("files/seedlings.png").to_vec(),
            Self::Table => include_bytes!("files/seedlings.csv").to_vec(),
            Self::Guide => include_bytes!("files/reading-guide.txt").to_vec(),
        }
    }
}

/// A PDF of one page with these lines on it.
fn page(lines: &[&str]) -> String {
    let mut text = "BT /F1 11 Tf 18 TL 60 790 Td\n".to_owned();
    text.extend(lines.iter().map(|line| format!("({line}) '\n")));
    text.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
            /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let (mut pdf, mut places) = ("%PDF-1.4\n".to_owned(), String::new());
    for (number, object) in (1..).zip(&objects) {
        places.extend([format!("{:010} 00000 n \n", pdf.len())]);
        pdf.extend([format!("{number} 0 obj\n{object}\nendobj\n")]);
    }
    let (table, size) = (pdf.len(), objects.len() + 1);
    pdf.extend([
        format!("xref\n0 {size}\n0000000000 65535 f \n{places}"),
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"),
    ]);
    pdf
}
