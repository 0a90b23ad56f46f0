import Interview
import Recordings
import TestSupport
import Testing

@Suite struct `Recognising files` {
  private func sniff(_ bytes: [UInt8]) -> String {
    do throws(Fault) { return try Sniffer.sniff(MemoryBytes(bytes)).container.rawValue } catch { return error.code.code }
  }

  @Test(arguments: [
    ("RIFF....WAVEfmt ", "wav"), ("RIFX....WAVEfmt ", "wav"), ("RF64....WAVEds64", "rf64"), ("FORM....AIFFCOMM", "aiff"),
    ("FORM....AIFCFVER", "aiff"), ("fLaC....", "flac"), ("OggS....", "ogg"), (".snd....", "au"), ("caff....", "caf"),
    ("#!AMR\n<", "amr"), ("#!AMR-WB\n<", "amr"), ("#!SILK_V3", "silk"), ("\u{2}#!SILK_V3", "silk"), ("RIFF....AVI LIST", "avi"),
    ("FLV\u{1}....", "flv"), (".RMF....", "realmedia"), ("wvpk....", "wavpack"), ("\u{0}\u{0}\u{0}\u{18}ftypM4A ", "mp4"),
    ("\u{0}\u{0}\u{0}\u{18}ftyp3gp5", "mp4"), ("\u{0}\u{0}\u{0}\u{8}wide\u{0}", "mp4"),
  ])
  func `a container is known by its first bytes`(_ text: String, _ container: String) {
    #expect(sniff(Array(text.utf8)) == container)
  }

  @Test func `containers with binary marks are known`() {
    #expect(sniff([0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84] + Array("webm".utf8)) == "webm")
    #expect(sniff([0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x88] + Array("matroska".utf8)) == "matroska")
    #expect(sniff([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) == "asf")
    #expect(sniff([0x00, 0x00, 0x01, 0xBA, 0x44]) == "mpeg")
    #expect(sniff((0..<800).map { $0 % 188 == 0 ? 0x47 : 0xFF }) == "mpeg-ts")
    #expect(sniff([0x1F, 0x43, 0xB6, 0x75, 0x01]) == "recording.piece-missing")
  }

  @Test(arguments: [
    ("<!DOCTYPE html><html>", "recording.is-html"), ("<?xml version=\"1.0\"?>", "recording.is-html"),
    ("\u{FEFF}  <html lang=zh>", "recording.is-html"), ("{\"error\": \"expired\"}", "recording.is-json"),
    ("[1, 2]", "recording.is-json"), ("你好，这是转写。\n", "recording.is-text"), ("WEBVTT\n\n", "recording.is-text"),
    ("%PDF-1.7\n", "recording.is-pdf"), ("GIF89a", "recording.is-image"), ("PK\u{3}\u{4}\u{14}\u{0}\u{0}\u{0}", "recording.is-archive"),
    ("PK\u{3}\u{4}\u{14}\u{0}\u{1}\u{0}", "recording.encrypted"), ("Rar!\u{1A}\u{7}\u{1}", "recording.is-archive"),
    ("Salted__12345678", "recording.encrypted"), ("age-encryption.org/v1\n", "recording.encrypted"),
    ("-----BEGIN PGP MESSAGE-----\n", "recording.encrypted"), ("SQLite format 3\u{0}", "recording.is-database"),
    ("MThd\u{0}\u{0}\u{0}\u{6}", "recording.is-midi"), ("\u{7F}ELF\u{2}\u{1}", "recording.is-program"),
    ("\u{0}\u{0}\u{0}\u{18}ftypheic", "recording.is-image"), ("RIFF....WEBPVP8 ", "recording.is-image"),
    ("\u{1}\u{2}\u{3}\u{4}", "recording.unrecognised"), ("", "recording.empty"),
  ])
  func `what is no recording has a code of its own`(_ text: String, _ code: String) {
    #expect(sniff(Array(text.utf8)) == code)
  }

  @Test func `pictures, zeros, office documents and wide text are told apart`() {
    #expect(sniff([0xFF, 0xD8, 0xFF, 0xE0, 0, 16]) == "recording.is-image")
    #expect(sniff([0x89, 0x50, 0x4E, 0x47, 13, 10]) == "recording.is-image")
    #expect(sniff(Array(repeating: 0, count: 200_000)) == "recording.all-zeros")
    #expect(sniff(Array(repeating: 0, count: 100_000) + [1]) == "recording.unrecognised")
    let office: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array(repeating: 0, count: 600)
    #expect(sniff(office) == "recording.is-office")
    #expect(sniff(office + "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }) == "recording.encrypted")
    #expect(sniff([0xFF, 0xFE] + "转写 text".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == "recording.is-text")
    // GB18030 for 你好.
    #expect(sniff([0xC4, 0xE3, 0xBA, 0xC3, 0x0A]) == "recording.is-text")
  }

  /// MPEG-2 layer III, 64 kbit/s, 16 kHz, mono: 72 · 64000 / 16000 = 288 bytes a frame.
  private let frame: [UInt8] = [0xFF, 0xF3, 0x88, 0xC0] + Array(repeating: 0x55, count: 284)

  @Test func `MP3 is known by a chain of frames, behind tags and junk`() throws {
    let stream = frame + frame + frame + frame
    #expect(sniff(stream) == "mp3")
    let tag: [UInt8] = Array("ID3".utf8) + [4, 0, 0, 0, 0, 2, 0] + Array(repeating: 0, count: 256)
    #expect(try Sniffer.sniff(MemoryBytes(tag + stream)) == Sniffed(container: .mp3, start: 266))
    let junk: [UInt8] = Array(repeating: 0x91, count: 777)
    #expect(try Sniffer.sniff(MemoryBytes(junk + stream)) == Sniffed(container: .mp3, start: 777))
    #expect(try Sniffer.sniff(MemoryBytes(tag + tag + Array("fLaC".utf8))) == Sniffed(container: .flac, start: 532))
    #expect(sniff(frame) == "recording.unrecognised")
    #expect(sniff(tag) == "recording.header-only")
  }

  @Test func `every code is listed once and says what to do in both languages`() {
    let codes = FaultCode.recordingsCodes
    #expect(Set(codes.map(\.code)).count == codes.count)
    for code in codes {
      #expect(code.code.hasPrefix("recording."))
      for text in [code.cause, code.action] { #expect(!text.zh.isEmpty && !text.en.isEmpty && text.zh != text.en) }
    }
  }
}
