//! Unpacking as a stream: gzip, Zstandard, and what holds them in check.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use flate2::bufread::GzDecoder;

/// Packed files may lie this deep in one another: a page in gzip in tar in gzip is four.
pub const DEEPEST: u8 = 6;
/// A file may unpack to this many bytes whatever its size, and then to so many times its size.
const FREE: u64 = 64 << 20;
const RATIO: u64 = 200;

/// How much has been read of a file and unpacked from it, over all layers.
#[derive(Debug, Default)]
pub struct Budget {
    read: Cell<u64>,
    unpacked: Cell<u64>,
}

impl Budget {
    fn spend(&self, bytes: usize) -> io::Result<()> {
        self.unpacked.set(self.unpacked.get() + bytes as u64);
        if self.unpacked.get() > FREE && self.unpacked.get() / RATIO > self.read.get() {
            return Err(io::Error::other(format!("it unpacks to more than {RATIO} times its size")));
        }
        Ok(())
    }
}

/// Counts what is read of the file itself.
pub struct Source<R> {
    pub inner: R,
    pub budget: Rc<Budget>,
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.budget.read.set(self.budget.read.get() + count as u64);
        Ok(count)
    }
}

/// Counts what is unpacked, and stops what unpacks to too much.
pub struct Unpacked<R> {
    pub inner: R,
    pub budget: Rc<Budget>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.budget.spend(count)?;
        Ok(count)
    }
}

/// Returns what a gzip file holds, all its members. What comes after the last one and is none, such as
/// the zeros that fill a block, is passed over, as gzip does.
pub fn gzip<'a>(reader: &'a mut dyn BufRead, budget: &Rc<Budget>) -> impl BufRead + 'a {
    let inner = Members { state: MemberState::Inside(Box::new(GzDecoder::new(reader))) };
    BufReader::new(Unpacked { inner, budget: Rc::clone(budget) })
}

/// The members of a gzip file, one after the other.
struct Members<'a> {
    state: MemberState<'a>,
}

enum MemberState<'a> {
    Inside(Box<GzDecoder<&'a mut dyn BufRead>>),
    Over,
}

/// The first byte of a gzip member.
const MEMBER: u8 = 0x1f;

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let MemberState::Inside(mut member) = std::mem::replace(&mut self.state, MemberState::Over) else {
                return Ok(0);
            };
            let count = member.read(buffer)?;
            if count > 0 || buffer.is_empty() {
                self.state = MemberState::Inside(member);
                return Ok(count);
            }
            let reader = member.into_inner();
            if reader.fill_buf()?.first() == Some(&MEMBER) {
                self.state = MemberState::Inside(Box::new(GzDecoder::new(reader)));
            }
        }
    }
}

/// Returns what a Zstandard file holds, all its frames.
pub fn zstandard<'a>(reader: &'a mut dyn BufRead, budget: &Rc<Budget>) -> impl BufRead + 'a {
    BufReader::new(Unpacked { inner: Frames { state: State::Between(reader) }, budget: Rc::clone(budget) })
}

/// The frames of a Zstandard file, one after the other.
struct Frames<'a> {
    state: State<'a>,
}

type Frame<'a> = ruzstd::decoding::StreamingDecoder<&'a mut dyn BufRead, ruzstd::decoding::FrameDecoder>;

enum State<'a> {
    Between(&'a mut dyn BufRead),
    Inside(Box<Frame<'a>>),
    Over,
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Ok(0),
                State::Between(reader) => {
                    if reader.fill_buf()?.is_empty() {
                        return Ok(0);
                    }
                    let frame =
                        Frame::new(reader).map_err(|error| io::Error::other(format!("broken Zstandard: {error}")))?;
                    self.state = State::Inside(Box::new(frame));
                }
                State::Inside(mut frame) => {
                    let count = frame.read(buffer)?;
                    if count > 0 || buffer.is_empty() {
                        self.state = State::Inside(frame);
                        return Ok(count);
                    }
                    self.state = State::Between(frame.into_inner());
                }
            }
        }
    }
}

/// A reader whose first bytes have been looked at.
pub struct Peeked<'a> {
    head: Vec<u8>,
    at: usize,
    inner: &'a mut dyn BufRead,
}

impl<'a> Peeked<'a> {
    /// Looks at the first `length` bytes, or all there are.
    pub fn new(inner: &'a mut dyn BufRead, length: usize) -> io::Result<Peeked<'a>> {
        let mut head = Vec::new();
        while head.len() < length {
            let more = match inner.fill_buf() {
                Ok(more) => more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                // What was read before the error may still be of use.
                Err(_) if !head.is_empty() => break,
                Err(error) => return Err(error),
            };
            if more.is_empty() {
                break;
            }
            let count = more.len().min(length - head.len());
            head.extend_from_slice(&more[..count]);
            inner.consume(count);
        }
        Ok(Peeked { head, at: 0, inner })
    }

    /// Returns the first bytes.
    pub fn head(&self) -> &[u8] {
        &self.head
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = {
            let available = self.fill_buf()?;
            let count = available.len().min(buffer.len());
            buffer[..count].copy_from_slice(&available[..count]);
            count
        };
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Peeked<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        if self.at < self.head.len() {
            self.at += count;
        } else {
            self.inner.consume(count);
        }
    }
}

/// What became of reading a line.
#[derive(Debug, PartialEq, Eq)]
pub enum Line {
    Read,
    /// Longer than allowed; what is more was passed over.
    TooLong,
    End,
}

/// Reads a line of at most `longest` bytes into `line`, its end included.
pub fn read_line(reader: &mut dyn BufRead, line: &mut Vec<u8>, longest: usize) -> io::Result<Line> {
    line.clear();
    let mut too_long = false;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(if too_long {
                Line::TooLong
            } else if line.is_empty() {
                Line::End
            } else {
                Line::Read
            });
        }
        let end = available.iter().position(|b| *b == b'\n').map(|at| at + 1);
        let count = end.unwrap_or(available.len());
        if line.len() + count > longest {
            too_long = true;
        } else {
            line.extend_from_slice(&available[..count]);
        }
        reader.consume(count);
        if end.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Read });
        }
    }
}
