// SPDX-FileCopyrightText: 2026 the librbpf authors
// SPDX-License-Identifier: MIT

//! Checks frames: bytes, behind them their CRC-16/IBM-3740, high byte first.
#![no_std]

const POLYNOMIAL: u16 = 0x1021;
const START: u16 = 0xffff;

static TABLE: [u16; 16] = table();

/// What four bits that leave the register do to it.
const fn table() -> [u16; 16] {
    let mut table = [0; 16];
    let mut nibble = 0;
    while nibble < table.len() {
        let mut crc = (nibble as u16) << 12;
        let mut bit = 0;
        while bit < 4 {
            let carry = crc >> 15;
            crc = crc << 1 ^ carry * POLYNOMIAL;
            bit += 1;
        }
        table[nibble] = crc;
        nibble += 1;
    }
    table
}

fn add_nibble(crc: u16, nibble: u8) -> u16 {
    let index = (crc >> 12) as u8 ^ nibble & 0xf;
    crc << 4 ^ TABLE[index as usize & 0xf]
}

fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(START, |crc, byte| add_nibble(add_nibble(crc, byte >> 4), *byte))
}

/// Of a frame: the length of what is in it, or None where the CRC is wrong.
fn checked_length(frame: &[u8]) -> Option<usize> {
    let length = frame.len().checked_sub(2)?;
    let crc = u16::from_be_bytes(frame.get(length..)?.try_into().ok()?);
    (crc16(frame.get(..length)?) == crc).then_some(length)
}

/// # Safety
/// The VM calls it with the context's address and size.
#[no_mangle]
pub unsafe extern "C" fn check(context: *const u8, bytes: usize) -> i64 {
    if bytes == 0 {
        return -1; // The address is then null, which no slice may have.
    }
    match checked_length(core::slice::from_raw_parts(context, bytes)) {
        Some(length) => length as i64,
        None => -1,
    }
}
