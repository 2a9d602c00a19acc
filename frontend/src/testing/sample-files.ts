/** Small files of the kinds that the dashboards preview. */

const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNg+M9AIhrVMKoBAJ0aZ5zTZZbHAAAAAElFTkSuQmCC';

/** A PDF of so many pages, each with a line of text. */
export function samplePdf(pages: number): string {
  const kids = Array.from({ length: pages }, (_, page) => `${4 + page * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (let page = 1; page <= pages; page += 1) {
    const text = `BT /F1 24 Tf 72 720 Td (Fractions, page ${page}) Tj ET`;
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${objects.length + 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    );
  }
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  return `${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}

export function sampleFile(mediaType: string): string | Uint8Array<ArrayBuffer> {
  if (mediaType === 'application/pdf') return samplePdf(12);
  if (mediaType.startsWith('image/'))
    return Uint8Array.from(atob(picture), (letter) => letter.codePointAt(0) ?? 0);
  if (mediaType === 'text/csv') return 'student,score\nAmihan Abad,18\nAndres Bautista,20\n';
  return 'Noli Me Tangere, chapters 1 to 6\nFlorante at Laura, the first 50 stanzas\n';
}
