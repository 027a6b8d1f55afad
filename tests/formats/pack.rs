//! Packing, for tests: each returns the bytes of a packed file.

use std::io::Write;

/// Gzip (RFC 1952).
pub fn gzipped(raw: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(raw).expect("memory");
    encoder.finish().expect("memory")
}

/// Zstandard (RFC 8878).
pub fn zstandard(raw: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(raw, ruzstd::encoding::CompressionLevel::Fastest)
}

/// Tar, as GNU and POSIX write it.
pub fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, raw) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(raw.len() as u64);
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::Regular);
        builder.append_data(&mut header, name, *raw).expect("memory");
    }
    builder.into_inner().expect("memory")
}

/// Zip with deflated members whose sizes follow them, as streaming writers leave them.
pub fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip(members, true)
}

/// Zip with members as they are.
pub fn stored_zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip(members, false)
}

fn zip(members: &[(&str, &[u8])], deflated: bool) -> Vec<u8> {
    let mut file = Vec::new();
    for (name, raw) in members {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(raw).expect("memory");
        let packed = if deflated { encoder.finish().expect("memory") } else { raw.to_vec() };
        let (flags, method) = if deflated { (8u16, 8u16) } else { (0, 0) };
        let size = |bytes: &[u8]| if deflated { 0 } else { bytes.len() as u32 };
        file.extend_from_slice(b"PK\x03\x04\x14\x00");
        file.extend_from_slice(&flags.to_le_bytes());
        file.extend_from_slice(&method.to_le_bytes());
        file.extend_from_slice(&[0; 8]);
        file.extend_from_slice(&size(&packed).to_le_bytes());
        file.extend_from_slice(&size(raw).to_le_bytes());
        file.extend_from_slice(&(name.len() as u16).to_le_bytes());
        file.extend_from_slice(&[0; 2]);
        file.extend_from_slice(name.as_bytes());
        file.extend_from_slice(&packed);
        if deflated {
            file.extend_from_slice(b"PK\x07\x08\x00\x00\x00\x00");
            file.extend_from_slice(&(packed.len() as u32).to_le_bytes());
            file.extend_from_slice(&(raw.len() as u32).to_le_bytes());
        }
    }
    // An empty central directory: reading follows the members.
    file.extend_from_slice(b"PK\x05\x06");
    file.extend_from_slice(&[0; 18]);
    file
}
