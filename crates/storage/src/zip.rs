//! The table of contents at the end of a zip archive, read with nothing believed.
//!
//! Programs read archives in many lenient ways, and what one overlooks another unpacks. So an archive is only taken
//! when there is one way to read it: its record ends the file, the table ends where the record begins, and entries
//! neither overlap nor share a name.

use application::files::ReceiveError;

use crate::shelf::Source;

/// The most files in one archive.
const MOST_ENTRIES: u64 = 10_000;
/// The longest table of contents: 400 bytes for each entry.
const LONGEST_TABLE: u64 = 4_000_000;

const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const LOCATOR: &[u8] = b"PK\x06\x07";
const LOCATOR_BYTES: usize = 20;
const LARGE_END: &[u8] = b"PK\x06\x06";
const LARGE_END_BYTES: u64 = 56;
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_BYTES: usize = 46;
pub(crate) const LOCAL: &[u8] = b"PK\x03\x04";
pub(crate) const LOCAL_BYTES: usize = 30;

const DAMAGED: ReceiveError =
    ReceiveError::Harmful("The archive is damaged, or made to be read in two ways.");
const TOO_MANY: ReceiveError = ReceiveError::Harmful("The archive holds too many files.");

/// What the table says about one file.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    /// Another name in UTF-8, which some programs prefer.
    pub(crate) other_name: Option<Vec<u8>>,
    pub(crate) is_locked: bool,
    pub(crate) method: u16,
    pub(crate) packed: u64,
    pub(crate) unpacked: u64,
    /// What the file is on Unix: its upper bits tell a link from a file.
    pub(crate) mode: u32,
    /// Where it begins in the archive.
    pub(crate) offset: u64,
}

/// Numbers of an archive, which has the lowest byte first.
#[derive(Clone, Copy)]
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn short(self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    fn long(self, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    fn huge(self, at: usize) -> Option<u64> {
        Some(u64::from_le_bytes(*self.0.get(at..)?.first_chunk()?))
    }

    fn bytes(self, at: usize, length: usize) -> Option<&'a [u8]> {
        self.0.get(at..at.checked_add(length)?)
    }
}

struct Table {
    entries: u64,
    size: u64,
    offset: u64,
}

/// Reads the table of contents of an archive whose last bytes are `tail`.
pub(crate) async fn read_table(source: &Source<'_>, tail: &[u8]) -> Result<Vec<Entry>, ReceiveError> {
    let (record_at, small, large_at) = find_end(source.size, tail).ok_or(DAMAGED)?;
    let (table, ends_at) = match large_at {
        None => (small, record_at),
        Some(large_at) => (large_table(source, large_at, record_at).await?, large_at),
    };
    if table.entries > MOST_ENTRIES || table.size > LONGEST_TABLE {
        return Err(TOO_MANY);
    }
    if table.offset.checked_add(table.size) != Some(ends_at) {
        return Err(DAMAGED);
    }
    let bytes = source.part(table.offset..ends_at).await?;
    let entries = parse(&bytes, table.entries).ok_or(DAMAGED)?;
    if is_in_order(&entries, table.offset) { Ok(entries) } else { Err(DAMAGED) }
}

/// Where the record at the end is, what it says, and where its larger form is if there is one.
fn find_end(size: u64, tail: &[u8]) -> Option<(u64, Table, Option<u64>)> {
    let ends_the_file = |at: &usize| {
        let fields = Fields(tail.get(*at..).unwrap_or_default());
        let comment = fields.short(20).map(usize::from);
        fields.0.starts_with(END) && comment == Some(fields.0.len() - END_BYTES)
    };
    let last = tail.len().checked_sub(END_BYTES)?;
    let at = (0..=last).rev().find(ends_the_file)?;
    let fields = Fields(tail.get(at..)?);
    let is_one_disk = fields.short(4)? == 0 || fields.short(4)? == u16::MAX;
    let entries = fields.short(10)?;
    if !is_one_disk || fields.short(8)? != entries {
        return None;
    }
    let table =
        Table { entries: entries.into(), size: fields.long(12)?.into(), offset: fields.long(16)?.into() };
    let locator = at.checked_sub(LOCATOR_BYTES).and_then(|before| tail.get(before..at));
    let large_at = match locator {
        Some(locator) if locator.starts_with(LOCATOR) => Some(Fields(locator).huge(8)?),
        _ => None,
    };
    let record_at = size.checked_sub(u64::try_from(tail.len() - at).ok()?)?;
    Some((record_at, table, large_at))
}

/// The larger form of the record, for archives with more or larger files than the old form can count.
async fn large_table(source: &Source<'_>, at: u64, record_at: u64) -> Result<Table, ReceiveError> {
    let fits = at.checked_add(LARGE_END_BYTES + LOCATOR_BYTES as u64) == Some(record_at);
    if !fits {
        return Err(DAMAGED);
    }
    let record = source.part(at..at + LARGE_END_BYTES).await?;
    let fields = Fields(&record);
    let table =
        || Some(Table { entries: fields.huge(32)?, size: fields.huge(40)?, offset: fields.huge(48)? });
    if record.starts_with(LARGE_END) { table().ok_or(DAMAGED) } else { Err(DAMAGED) }
}

fn parse(table: &[u8], count: u64) -> Option<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut rest = table;
    while !rest.is_empty() {
        let (entry, length) = parse_entry(Fields(rest))?;
        entries.push(entry);
        rest = rest.get(length..)?;
    }
    (entries.len() as u64 == count).then_some(entries)
}

fn parse_entry(fields: Fields<'_>) -> Option<(Entry, usize)> {
    if !fields.0.starts_with(ENTRY) {
        return None;
    }
    let [name, extra, comment] = [28, 30, 32].map(|at| fields.short(at).map(usize::from));
    let (name, extra, comment) = (name?, extra?, comment?);
    let extra_at = ENTRY_BYTES + name;
    let mut entry = Entry {
        name: fields.bytes(ENTRY_BYTES, name)?.to_vec(),
        other_name: None,
        is_locked: fields.short(8)? & 1 != 0,
        method: fields.short(10)?,
        packed: fields.long(20)?.into(),
        unpacked: fields.long(24)?.into(),
        mode: fields.long(38)? >> 16,
        offset: fields.long(42)?.into(),
    };
    read_extra(&mut entry, fields.bytes(extra_at, extra)?)?;
    let length = extra_at + extra + comment;
    (fields.0.len() >= length).then_some((entry, length))
}

/// What newer programs add to an entry: numbers that are too large for their old places, and a name in UTF-8.
fn read_extra(entry: &mut Entry, extra: &[u8]) -> Option<()> {
    let mut rest = Fields(extra);
    // Some programs fill up with a few zeros.
    while rest.0.len() >= 4 {
        let length = usize::from(rest.short(2)?);
        let block = rest.bytes(4, length)?;
        match rest.short(0)? {
            0x0001 => read_large(entry, Fields(block))?,
            0x7075 => entry.other_name = Some(block.get(5..)?.to_vec()),
            _ => {}
        }
        rest = Fields(rest.0.get(4 + length..)?);
    }
    Some(())
}

fn read_large(entry: &mut Entry, block: Fields<'_>) -> Option<()> {
    let mut at = 0;
    for number in [&mut entry.unpacked, &mut entry.packed, &mut entry.offset] {
        if *number == u64::from(u32::MAX) {
            *number = block.huge(at)?;
            at += 8;
        }
    }
    Some(())
}

/// Whether the entries lie one after the other from the first byte on, and before the table.
fn is_in_order(entries: &[Entry], table_at: u64) -> bool {
    let mut places: Vec<_> = entries.iter().map(|entry| (entry.offset, smallest(entry))).collect();
    places.sort_unstable();
    let mut free_from = Some(0);
    for (offset, length) in places {
        if !free_from.is_some_and(|free| offset >= free && (free > 0 || offset == 0)) {
            return false;
        }
        free_from = offset.checked_add(length);
    }
    free_from.is_some_and(|free| free <= table_at)
}

/// The least that an entry takes up.
fn smallest(entry: &Entry) -> u64 {
    ((LOCAL_BYTES + entry.name.len()) as u64).saturating_add(entry.packed)
}

/// Where the bytes of an entry are, once its own header, which must name it as the table does, was read.
pub(crate) async fn find_bytes(source: &Source<'_>, entry: &Entry) -> Result<u64, ReceiveError> {
    let header_end =
        entry.offset.checked_add(LOCAL_BYTES as u64).filter(|end| *end <= source.size).ok_or(DAMAGED)?;
    let header = source.part(entry.offset..header_end).await?;
    let (name, extra) = local_lengths(&header).filter(|_| header.starts_with(LOCAL)).ok_or(DAMAGED)?;
    let name_end = header_end + u64::from(name);
    let bytes_at = name_end + u64::from(extra);
    let is_inside = bytes_at.checked_add(entry.packed).is_some_and(|end| end <= source.size);
    if is_inside && source.part(header_end..name_end).await? == entry.name {
        Ok(bytes_at)
    } else {
        Err(DAMAGED)
    }
}

/// How long the name is that follows the header of an entry, and what follows the name.
pub(crate) fn local_lengths(header: &[u8]) -> Option<(u16, u16)> {
    Some((Fields(header).short(26)?, Fields(header).short(28)?))
}
