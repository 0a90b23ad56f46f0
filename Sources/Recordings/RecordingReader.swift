import Interview
import Signal

/// Turns one recording into blocks of mono sound at the file's own rate, in bounded memory.
///
/// ```swift
/// var reader = try RecordingReader(path: path)
/// var block: [Float] = []
/// while try reader.read(into: &block) { analyzer.append(block) }
/// let facts = reader.facts
/// ```
/// How it goes: recognise the container by content; read what its header claims; choose a decoder; with two channels or
/// more, listen to the beginning to decide the mix; then decode, and at the end compare what was claimed with what came. What was
/// listened to is kept and not decoded again, unless it is long: a channel that stays silent is waited for to the end.
///
/// The samples depend on the file's bytes alone, never on the size of blocks. A reader is used by one thread at a time.
public struct RecordingReader: ~Copyable {
  /// Frames of a block: a third of a second at 48 kHz, a megabyte for sixteen channels.
  static let blockFrames = 16_384

  /// Complete once `read` has returned false.
  public private(set) var facts: RecordingFacts
  private let source: RecordingFile
  private let decoder: any SoundDecoder
  private var budget: DecodingBudget
  private let limits: RecordingLimits
  private let claims: HeaderClaims
  private var interleaved: [Float]
  private var frames: Int64 = 0
  private var invalidSamples = 0
  /// What was decoded for the mix and stands at the beginning.
  private var ahead = DecodedBlocks()
  /// Frames of the chosen track that were decoded in all, those that were decoded twice included.
  package private(set) var decodedFrames: Int64 = 0

  /// Opens a recording by name. A symbolic link is refused, not followed.
  ///
  /// - Parameter ffmpeg: the decoder for what libsndfile and the readers of this module cannot read; nil for none.
  /// - Throws: `recording.…`: every code but those of the notes.
  public init(path: String, limits: RecordingLimits = .init(), ffmpeg: FFmpegLocation? = .installed) throws(Fault) {
    try self.init(source: RecordingFile(path: Array(path.utf8)), limits: limits, ffmpeg: ffmpeg)
  }

  /// Opens a recording by a name that need not be text.
  public init(pathBytes: [UInt8], limits: RecordingLimits = .init(), ffmpeg: FFmpegLocation? = .installed) throws(Fault) {
    try self.init(source: RecordingFile(path: pathBytes), limits: limits, ffmpeg: ffmpeg)
  }

  /// Reads the file behind an open descriptor, which stays the caller's: it is duplicated, and its offset is neither
  /// used nor moved. So the caller can hash and decode the same file, whatever happens to its name.
  public init(descriptor: Int32, limits: RecordingLimits = .init(), ffmpeg: FFmpegLocation? = .installed) throws(Fault) {
    try self.init(source: RecordingFile(duplicating: descriptor), limits: limits, ffmpeg: ffmpeg)
  }

  /// Reads a file that is open, and may be read elsewhere too.
  package init(file: RecordingFile, limits: RecordingLimits = .init(), ffmpeg: FFmpegLocation? = .installed) throws(Fault) {
    try self.init(source: file, limits: limits, ffmpeg: ffmpeg)
  }

  private init(source file: RecordingFile, limits: RecordingLimits, ffmpeg: FFmpegLocation?) throws(Fault) {
    guard file.size <= limits.maximumBytes else { throw Fault(.recordingTooLarge, "\(file.size) > \(limits.maximumBytes) bytes") }
    let source = try SoundSource(file)
    let sniffed = try Sniffer.sniff(source.content)
    var claims = try HeaderClaims(of: sniffed, in: source.content)
    var routes = try SoundRoute.choose(sniffed, &claims, source.content, ffmpeg)
    var budget = DecodingBudget(limits)
    var (route, decoder) = try Self.open(&routes, sniffed, source, limits, ffmpeg)
    try Self.require(decoder, limits)
    var tracks: TrackChoice?
    if routes.count > 1 {
      tracks = try TrackChoice(routes, source, limits, &budget)
      route = routes[tracks?.index ?? 0]
      decoder = try route.open(source, limits)
      try Self.require(decoder, limits)
      if !claims.durations.isEmpty { claims.duration = claims.durations[tracks?.index ?? 0] }
    }
    var interleaved = Array(repeating: Float(0), count: Self.blockFrames * decoder.channels)
    var mix = ChannelMix.plain(decoder.channels)
    if decoder.channels > 1 {
      (mix, ahead) = try Self.survey(decoder, &interleaved, limits, &budget)
      decodedFrames = ahead.surveyed
      invalidSamples = ahead.invalidSamples
      if ahead.isOverfull { decoder = try route.open(source, limits) }
    }
    // A length that the file's size bears out need not be decoded to be refused.
    if let frames = claims.frames, claims.missingBytes == 0, sniffed.container != .flac, sniffed.container != .mp3,
      Double(frames) > limits.maximumDuration * Double(decoder.nativeSampleRate)
    {
      throw Fault(.recordingTooLong, "\(frames / Int64(decoder.nativeSampleRate)) s > \(limits.maximumDuration) s")
    }
    let declared = claims.duration ?? claims.frames.map { Double($0) / Double(decoder.nativeSampleRate) }
    facts = RecordingFacts(
      container: sniffed.container, codec: decoder.codec, sampleRate: decoder.sampleRate,
      nativeSampleRate: decoder.nativeSampleRate, channels: decoder.channels,
      declaredDuration: declared ?? decoder.claimedFrames.map { Double($0) / Double(decoder.sampleRate) },
      decodedDuration: 0, truncated: false, mix: mix, filledGaps: 0, notes: tracks?.notes ?? [], isComplete: false)
    facts.tracks = routes.count
    facts.track = (tracks?.index ?? 0) + 1
    self.source = file
    self.budget = budget
    self.decoder = decoder
    self.limits = limits
    self.claims = claims
    self.interleaved = interleaved
  }

  /// Samples per second of the blocks.
  public var sampleRate: Int { facts.sampleRate }

  /// Replaces the content of `block` with the next stretch of sound: full scale ±1, every sample a finite number.
  ///
  /// - Returns: false at the end, with `block` empty; `facts` are then complete.
  /// - Throws: `recording.too-long`, `recording.corrupt`, `recording.header-only`, `recording.changed`,
  ///   `recording.read-failed`, and the codes of the external decoder.
  public mutating func read(into block: inout [Float]) throws(Fault) -> Bool {
    block.removeAll(keepingCapacity: true)
    guard !facts.isComplete else { return false }
    let got = try decode()
    guard got > 0 else {
      try finish()
      return false
    }
    frames += Int64(got)
    facts.decodedDuration = Double(frames) / Double(facts.sampleRate)
    guard facts.decodedDuration <= limits.maximumDuration else { throw Fault(.recordingTooLong, "> \(limits.maximumDuration) s") }
    invalidSamples += Self.silenceInvalid(&interleaved, count: got * facts.channels)
    if facts.channels == 1 {
      block.append(contentsOf: interleaved[..<got])
    } else {
      facts.mix.apply(to: interleaved, frames: got, into: &block)
    }
    return true
  }

  /// The next frames, into `interleaved`: those that were decoded ahead, then the decoder's.
  private mutating func decode() throws(Fault) -> Int {
    if let count = ahead.next(into: &interleaved) { return count / facts.channels }
    if ahead.hasEnd { return 0 }
    var got = 0
    try budget.measure { () throws(Fault) in
      got = try decoder.read(frames: Self.blockFrames, into: &interleaved)
      return Double(got) / Double(facts.sampleRate)
    }
    decodedFrames += Int64(got)
    return got
  }

  /// The next stretch of sound as an array of its own; nil at the end.
  public mutating func next() throws(Fault) -> [Float]? {
    var block: [Float] = []
    return try read(into: &block) ? block : nil
  }

  private mutating func finish() throws(Fault) {
    try source.requireUnchanged()
    let ending = decoder.ending
    guard frames > 0 else {
      let isHeader = ending.damage == nil && !claims.isMisplaced
      throw Fault(isHeader ? .recordingHeaderOnly : .recordingCorrupt, ending.damage ?? facts.container.name)
    }
    facts.isComplete = true
    facts.filledGaps = ending.filledGaps
    facts.conclude(claims, ending, frames: frames, invalidSamples: invalidSamples)
  }

  private static func require(_ decoder: any SoundDecoder, _ limits: RecordingLimits) throws(Fault) {
    guard limits.sampleRates.contains(decoder.nativeSampleRate) else {
      throw Fault(.recordingRateUnsupported, "\(decoder.nativeSampleRate) Hz")
    }
    guard (1...limits.maximumChannels).contains(decoder.channels) else {
      throw Fault(.recordingChannelsUnsupported, "\(decoder.channels)")
    }
  }

  /// Opens the first route; where libsndfile cannot, ffmpeg may, and the route becomes that. Where ffmpeg finds tracks that no
  /// table told of, each becomes a route.
  private static func open(
    _ routes: inout [SoundRoute], _ sniffed: Sniffed, _ source: SoundSource, _ limits: RecordingLimits, _ ffmpeg: FFmpegLocation?
  ) throws(Fault) -> (SoundRoute, any SoundDecoder) {
    do throws(Fault) {
      let decoder = try routes[0].open(source, limits)
      if routes.count == 1, case .ffmpeg(let location, let demuxer, _, let codec) = routes[0],
        let tracks = (decoder as? FFmpegDecoder)?.tracks,
        tracks > 1
      {
        routes = (0..<tracks).map { .ffmpeg(location, demuxer: demuxer, track: $0, codec: codec) }
      }
      return (routes[0], decoder)
    } catch {
      guard case .sndfile = routes[0], error.code == .recordingCorrupt, let other = SoundRoute.fallback(sniffed, ffmpeg) else {
        throw error
      }
      // What the library said of the file is worth more than ffmpeg's failing on it too.
      guard let decoder = try? other.open(source, limits) else { throw error }
      routes = [other]
      return (other, decoder)
    }
  }

  private static func survey(
    _ decoder: any SoundDecoder, _ block: inout [Float], _ limits: RecordingLimits, _ budget: inout DecodingBudget
  ) throws(Fault) -> (ChannelMix, DecodedBlocks) {
    var survey = ChannelSurvey(channels: decoder.channels, sampleRate: decoder.sampleRate)
    var ahead = DecodedBlocks()
    var frames = 0.0
    var got = 1
    while got > 0, !survey.isSettled {
      try budget.measure { () throws(Fault) in
        got = try decoder.read(frames: blockFrames, into: &block)
        let invalid = silenceInvalid(&block, count: got * decoder.channels)
        survey.take(block, frames: got)
        ahead.append(block[..<(got * decoder.channels)], frames: got, invalidSamples: invalid)
        return Double(got) / Double(decoder.sampleRate)
      }
      frames += Double(got)
      guard frames <= limits.maximumDuration * Double(decoder.sampleRate) else {
        throw Fault(.recordingTooLong, "> \(limits.maximumDuration) s")
      }
    }
    return (survey.finish(), ahead)
  }

  /// Floating-point files may hold what is no number, or no amplitude. 2¹⁶ leaves room for files scaled as integers.
  static func silenceInvalid(_ samples: inout [Float], count: Int) -> Int {
    let bound: Float = 65_536
    // No sample is larger than the root of the sum of all squares, which is no number where one is none.
    if Arithmetic.energy(samples.span.extracting(0..<count)) <= bound * bound { return 0 }
    var invalid = 0
    for index in 0..<count where !(abs(samples[index]) <= bound) {
      samples[index] = 0
      invalid += 1
    }
    return invalid
  }
}

/// Blocks that were decoded before they are asked for, in order, each given once.
private struct DecodedBlocks {
  /// Samples that are kept at most: 16 MB, three quarters of a minute of stereo at 48 kHz.
  private static let limit = 4 << 20

  private var blocks: [[Float]] = []
  private var given = 0
  private var samples = 0
  /// Frames that were decoded, kept or not.
  private(set) var surveyed: Int64 = 0
  /// Samples of what is kept that are no number; they are 0 already.
  private(set) var invalidSamples = 0
  /// There was more than is kept: nothing is, and all has to be decoded again.
  private(set) var isOverfull = false
  /// Whether the recording ends with what is kept.
  private(set) var hasEnd = false

  mutating func append(_ block: ArraySlice<Float>, frames: Int, invalidSamples invalid: Int) {
    surveyed += Int64(frames)
    guard !isOverfull else { return }
    hasEnd = frames == 0
    samples += block.count
    isOverfull = samples > Self.limit
    if isOverfull { (blocks, invalidSamples) = ([], 0) } else if !hasEnd { blocks.append(Array(block)) }
    invalidSamples += isOverfull ? 0 : invalid
  }

  /// The number of samples put to the front of `buffer`, which is large enough; nil when all were given.
  mutating func next(into buffer: inout [Float]) -> Int? {
    guard given < blocks.count else { return nil }
    let block = blocks[given]
    blocks[given] = []
    given += 1
    buffer.replaceSubrange(0..<block.count, with: block)
    return block.count
  }
}

/// Whole recordings in memory, for tests and small tools; the line reads blocks (`RecordingReader`).
public enum Recordings {
  /// Decodes the whole recording.
  ///
  /// - Throws: as `RecordingReader`.
  public static func decode(
    _ path: String, limits: RecordingLimits = .init(), ffmpeg: FFmpegLocation? = .installed
  ) throws(Fault) -> (waveform: Waveform, facts: RecordingFacts) {
    var reader = try RecordingReader(path: path, limits: limits, ffmpeg: ffmpeg)
    var samples: [Float] = []
    var block: [Float] = []
    while try reader.read(into: &block) { samples.append(contentsOf: block) }
    return (Waveform(samples: samples, sampleRate: reader.sampleRate), reader.facts)
  }
}
