//! A table of bytes that is read here and there without order: in large pages of memory where the
//! system offers them, because finding the place of a small page can take longer than reading it.

use std::borrow::Cow;
use std::ops::Deref;

/// Bytes that never change.
pub enum Table {
    Compiled(&'static [u8]),
    Owned(Vec<u8>),
    #[cfg(target_os = "linux")]
    Large(memmap2::Mmap),
}

impl Table {
    /// Returns a copy of `bytes` in large pages, or `bytes` where there are none.
    pub fn large(bytes: Cow<'static, [u8]>) -> Self {
        #[cfg(target_os = "linux")]
        if let Ok(mut map) = memmap2::MmapMut::map_anon(bytes.len())
            && map.advise(memmap2::Advice::HugePage).is_ok()
        {
            map.copy_from_slice(&bytes);
            if let Ok(map) = map.make_read_only() {
                return Table::Large(map);
            }
        }
        match bytes {
            Cow::Borrowed(bytes) => Table::Compiled(bytes),
            Cow::Owned(bytes) => Table::Owned(bytes),
        }
    }
}

impl Deref for Table {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Table::Compiled(bytes) => bytes,
            Table::Owned(bytes) => bytes,
            #[cfg(target_os = "linux")]
            Table::Large(map) => map,
        }
    }
}
