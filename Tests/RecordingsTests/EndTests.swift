import Interview
import Recordings
import Signal
import TestSupport
import Testing

/// A recording is read to its end, whatever its header counts, and what stands behind the end is no part of it.
@Suite(.enabled(if: FFmpegLocation.installed != nil, "needs ffmpeg to encode")) struct `The end of a recording` {
  let scratch: RecordingScratch

  init() throws { scratch = try RecordingScratch() }

  /// A second of tone as loud as it may be, three of silence: a bit rate of all the file that no single frame tells.
  private func encode(_ name: String, seconds: Double = 4, _ arguments: String...) throws -> [UInt8] {
    let sound = TestSound.noise(seed: 3, seconds: seconds / 4) + TestSound.tone(300, seconds: 3 * seconds / 4, amplitude: 0.01)
    _ = try scratch.write(WAVFixture().bytes([sound]), as: "source.wav")
    try scratch.run("bash", "-c", "ffmpeg -nostdin -v error -y -i source.wav \(arguments.joined(separator: " ")) \(name)")
    return try scratch.read(name)
  }

  private func decode(_ bytes: [UInt8]) throws -> (waveform: Waveform, facts: RecordingFacts) {
    try fault { try Recordings.decode(scratch.write(bytes)) }
  }

  private static let id3v1: [UInt8] = Array("TAG".utf8) + Array("A title".utf8) + Array(repeating: 0, count: 118)
  private static let ape: [UInt8] = {
    let item: [UInt8] = [5, 0, 0, 0, 0, 0, 0, 0] + Array("Title\u{0}hello".utf8)
    func mark(_ flags: UInt8) -> [UInt8] {
      Array("APETAGEX".utf8) + [0xD0, 7, 0, 0, UInt8(item.count + 32), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, flags] + Array(repeating: 0, count: 8)
    }
    return mark(0xA0) + item + mark(0x80)
  }()
  private static let lyrics: [UInt8] = Array("LYRICSBEGININD0000200LYR00003abc".utf8) + Array("000032LYRICS200".utf8)
  private static let behind: [(String, [UInt8])] = [
    ("ID3v1", id3v1), ("APE", ape), ("APE and ID3v1", ape + id3v1), ("Lyrics3 and ID3v1", lyrics + id3v1),
    ("zeros", Array(repeating: 0, count: 4096)), ("one zero", [0]),
  ]

  @Test(arguments: ["x.mp3", "x.flac", "x.ogg", "x.opus", "x.webm", "x.m4a", "x.aac", "x.wav", "x.aiff"])
  func `tags and padding behind the last frame are neither damage nor a missing end`(name: String) throws {
    let bytes = try encode(name, name == "x.ogg" ? "-c:a libvorbis" : "")
    let (plain, facts) = try decode(bytes)
    #expect(facts.flags.isEmpty && !facts.truncated)
    for (kind, tail) in Self.behind {
      let (waveform, facts) = try decode(bytes + tail)
      #expect(facts.flags.isEmpty && !facts.truncated, "\(kind): \(facts.notes)")
      #expect(waveform.samples == plain.samples, "\(kind)")
    }
  }

  @Test func `a cut file is cut, tag or not`() throws {
    for name in ["x.mp3", "x.flac"] {
      let bytes = try encode(name)
      let (_, facts) = try decode(Array(bytes.prefix(bytes.count * 3 / 5)) + Self.id3v1)
      #expect(facts.truncated && facts.flags == ["recording.truncated"], "\(name)")
    }
  }

  /// The first frames are the largest here: libmpg123 would take the file for a quarter of what it is.
  @Test(arguments: ["-q:a 4 -write_xing 0", "-b:a 64k -write_xing 0"])
  func `an MP3 without a count is read whole`(options: String) throws {
    let (waveform, facts) = try decode(encode("x.mp3", options, "-id3v2_version 0"))
    #expect(abs(waveform.duration - 4) < 0.12 && facts.flags.isEmpty && facts.declaredDuration == nil)
  }

  /// The count stands behind "Xing" or "Info" and four bytes of flags.
  @Test(arguments: [2, 100]) func `an MP3 whose header counts too few frames is read whole`(part: Int) throws {
    var bytes = try encode("x.mp3")
    let plain = try decode(bytes).waveform
    let offset = try #require(bytes.indices.first { bytes.has("Info", at: $0) || bytes.has("Xing", at: $0) }) + 8
    let count = try #require(bytes.be32(offset)) / part
    for index in 0..<4 { bytes[offset + index] = UInt8(truncatingIfNeeded: count >> (24 - 8 * index)) }
    let (waveform, facts) = try decode(bytes)
    #expect(abs(waveform.duration - plain.duration) < 0.03)
    #expect(facts.flags == ["recording.duration-wrong"])
  }

  @Test func `MP3 files put together go on, in whatever form the second is`() throws {
    let first = try encode("x.mp3")
    let one = try decode(first).waveform
    for options in ["", "-write_xing 0 -id3v2_version 0", "-ar 44100 -ac 2", "-ar 22050 -q:a 6"] {
      let second = try encode("y.mp3", options)
      for file in [first + second, first + Self.id3v1 + second, first + Self.ape + second] {
        let (waveform, facts) = try decode(file)
        #expect(abs(waveform.duration - 8) < 0.12 && waveform.sampleRate == one.sampleRate, "\(options)")
        // Where the second has no tag of its own, it is the first's that counts too few.
        #expect(Set(facts.flags).isSubset(of: ["recording.duration-wrong"]), "\(options): \(facts.notes)")
        try #require(waveform.duration > 7.9)
        #expect(waveform.samples.prefix(60_000).elementsEqual(one.samples.prefix(60_000)), "\(options)")
        #expect(peak(waveform, 4.2, 4.9) > 0.1 && peak(waveform, 6, 7.9) < 0.05)
      }
    }
  }

  @Test(arguments: ["x.flac", "x.wav", "x.ogg", "x.oga"])
  func `recordings of one kind put together go on`(name: String) throws {
    let options = name == "x.ogg" ? "-c:a libvorbis" : name == "x.oga" ? "-c:a flac" : ""
    let bytes = try encode(name, options)
    let other = try encode(name, seconds: 2, options, "-ar 8000 -serial_offset 9")
    let (one, two) = (try decode(bytes), try decode(bytes + bytes))
    #expect(abs(two.waveform.duration - 2 * one.waveform.duration) < 0.01 && two.facts.flags.isEmpty, "\(two.facts.notes)")
    #expect(two.waveform.samples.starts(with: one.waveform.samples) && peak(two.waveform, 4.1, 4.9) > 0.1)
    // FLAC in Ogg is ffmpeg's, which keeps to the first one's rate.
    guard name != "x.oga" else { return }
    let mixed = try decode(bytes + other)
    #expect(abs(mixed.waveform.duration - 6) < 0.02 && mixed.facts.flags.isEmpty, "\(mixed.facts.notes)")
    try #require(mixed.waveform.duration > 5.9)
    #expect(peak(mixed.waveform, 4.05, 4.45) > 0.1 && peak(mixed.waveform, 5, 5.9) < 0.05)
  }

  @Test func `Opus streams go on though the first was never ended`() throws {
    let fixture = try OpusFixture.toneInSilence(scratch)
    let end = 3 * 48_000 + fixture.preSkip
    let (waveform, facts) = try decode(fixture.ogg() + fixture.ogg(end: end, serial: 8))
    #expect(abs(waveform.duration - 6) < 0.03 && facts.flags == ["recording.damaged"])
  }

  /// ffmpeg and sox write these where they cannot go back: RF64, WAV, W64 and AIFF with sizes of 0 or all ones.
  @Test(arguments: [
    ("wav", "-f wav"), ("wav", "-f wav -rf64 always"), ("w64", "-f w64"), ("aiff", "-f aiff"), ("au", "-f au"), ("caf", "-f caf"),
    ("aiff", "-f aiff -c:a pcm_s24be"),
  ])
  func `a header that was written into a pipe means until the end`(name: String, options: String) throws {
    let plain = try decode(encode("x." + name, options)).waveform
    try scratch.run("bash", "-c", "ffmpeg -nostdin -v error -i source.wav \(options) - | cat > pipe." + name)
    var bytes = try scratch.read("pipe." + name)
    let sizes = Self.sizes(bytes)
    #expect(!sizes.isEmpty)
    for value: UInt8 in [0x00, 0xFF] {
      for offset in sizes { for index in offset { bytes[index] = value } }
      let (waveform, facts) = try decode(bytes)
      #expect(waveform.samples == plain.samples, "\(value)")
      #expect(Set(facts.flags).isSubset(of: ["recording.header-unfinished"]) && !facts.truncated, "\(facts.notes)")
    }
  }

  /// A recorder that brings its header up to date now and then, and dies in between.
  @Test(arguments: ["wav", "w64", "aiff", "au", "caf"])
  func `a header that counts half of the sound does not end it`(name: String) throws {
    let bytes = try encode("x." + name)
    let plain = try decode(bytes).waveform
    let offset = try #require(Self.sizes(bytes).last { range in !(name == "aiff" && range == Self.sizes(bytes).last) })
    let isBig = ["aiff", "au", "caf"].contains(name)
    let declared = (isBig ? Array(bytes[offset]) : bytes[offset].reversed()).reduce(0) { $0 << 8 | Int($1) }
    var half = bytes
    for (index, at) in (isBig ? offset.reversed() : Array(offset)).enumerated() {
      half[at] = UInt8(truncatingIfNeeded: (declared / 2) >> (8 * index))
    }
    let (waveform, facts) = try decode(half)
    #expect(waveform.samples == plain.samples)
    #expect(facts.flags == ["recording.header-unfinished"] && !facts.truncated, "\(facts.notes)")
  }

  @Test(arguments: ["text", "chunk", "file", "zeros", "tag"])
  func `what stands behind the sound's declared end and is none is not heard`(kind: String) throws {
    let bytes = try encode("x.wav")
    let plain = try decode(bytes)
    let tail: [UInt8] =
      switch kind {
      case "text": Array("{\"made by\": \"\(String(repeating: "a recorder ", count: 900))\"}".utf8)
      case "chunk": Array("LIST".utf8) + [0x10, 0x27, 0, 0] + Array("INFO".utf8) + Array(repeating: 0xC5, count: 9996)
      case "file": Array("OggS".utf8) + Array(repeating: 0xC5, count: 9996)
      case "zeros": Array(repeating: 0, count: 10_000)
      default: Array(repeating: 0xC5, count: 4000) + Array("TAG".utf8) + Array(repeating: 0x20, count: 125)
      }
    let (waveform, facts) = try decode(bytes + tail)
    #expect(waveform.samples == plain.waveform.samples && facts.flags.isEmpty, "\(facts.notes)")
  }

  /// libsndfile begins a file anew when it knows more, and a pipe keeps all: sox's W64 and CAF.
  @Test(arguments: [("w64", 24, 24), ("caf", 16, 12)])
  func `a header that a pipe holds three times is no sound`(name: String, head: Int, width: Int) throws {
    let bytes = try encode("x." + name)
    let plain = try decode(bytes).waveform
    let data = try #require(bytes.indices.prefix(4096).first { bytes.has("data", at: $0) })
    var header = Array(bytes[..<(data + head)])
    for index in data + width - 8..<data + width { header[index] = 0 }
    let (waveform, facts) = try decode(header + header + bytes[(data + head)...] + header)
    #expect(waveform.samples == plain.samples && facts.flags == ["recording.header-unfinished"], "\(facts.notes)")
  }

  /// Where the sizes of the sound stand in each format.
  private static func sizes(_ bytes: [UInt8]) -> [Range<Int>] {
    func offset(_ name: String) -> Int? { bytes.indices.prefix(4096).first { bytes.has(name, at: $0) } }
    if bytes.has("RF64"), let data = offset("data") { return [20..<44, data + 4..<data + 8] }
    if bytes.has("RIFF"), let data = offset("data") { return [4..<8, data + 4..<data + 8] }
    if bytes.has("riff"), let data = offset("data") { return [16..<24, data + 16..<data + 24] }
    if bytes.has("FORM"), let data = offset("SSND"), let count = offset("COMM") {
      return [4..<8, data + 4..<data + 8, count + 10..<count + 14]
    }
    if bytes.has(".snd") { return [8..<12] }
    if bytes.has("caff"), let data = offset("data") { return [data + 4..<data + 12] }
    return []
  }
}
