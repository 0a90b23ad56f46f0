import Interview
import Signal

/// Sound of one recording → `SpeechProfile`.
///
/// Samples are appended in blocks of any size; how they are cut never changes a bit of the result. Synchronous, without I/O,
/// clock or randomness: the same samples give the same profile. One analyzer analyses one recording, on one thread.
///
/// The line: digital silence cut out → conditioning at the recording's rate → 16 kHz (voice) → 8 kHz (`FrontEnd`) → per chunk of a minute candidates and
/// voice measures → at the end, over the whole recording, voicing, pitch path, speech activity, nuclei, and the numbers.
/// Memory: about 150 bytes per 10 ms, and 20 MB for the chunk in work or for the numbers at the end.
public struct SpeechAnalyzer: ~Copyable {
  /// Rates that recordings have, in Hz.
  public static let rates = 8000...192_000

  private let configuration: SpeechConfiguration
  private let models: SpeechModels
  private var cutter: SilenceCutter
  private var monitor: InputMonitor
  private var resampler: Resampler?
  private var halfBand = HalfBand()
  private var frontEnd: FrontEnd
  private var voice = VoiceMeter()
  private var store = FrameStore()

  /// Sound that came out of the cutter, and sound waiting for a whole piece.
  private var sound: [Float] = []
  private var piece: [Float] = []
  /// The signal at 16 and at 8 kHz; each begins at sample `…Start` of its stream.
  private var wide: [Float]
  private var wideStart: Int
  private var narrow: [Float]
  private var narrowStart: Int
  /// Frames whose spectrum is done.
  private var frames = 0
  private var lastPitch: PitchTracker?

  /// Frames of a chunk, and how many must be there before one is closed: the last chunk has between half and one and a half
  /// of that length.
  private static let chunk = 6000
  private static let closing = 9000
  private static let wideRate = 16_000

  /// - Parameter sampleRate: Of the samples to come, in Hz, in `rates`.
  /// - Throws: `speech.rate-unsupported`; `speech.models-unusable` where the program was built wrongly.
  public init(_ configuration: SpeechConfiguration = .init(), sampleRate: Int) throws(Fault) {
    guard Self.rates.contains(sampleRate) else { throw Fault(.speechRateUnsupported, "\(sampleRate) Hz") }
    let models = try SpeechModels.builtIn.get()
    self.configuration = configuration
    self.models = models
    cutter = SilenceCutter(rate: sampleRate)
    monitor = InputMonitor(rate: sampleRate)
    resampler = sampleRate == Self.wideRate ? nil : Resampler(from: sampleRate, to: Self.wideRate)
    let frontEnd = FrontEnd(models, room: Self.chunk)
    // Before the first sample there is silence.
    narrowStart = -frontEnd.reach
    narrow = [Float](repeating: 0, count: frontEnd.reach)
    wideStart = -VoiceMeter.margin
    wide = [Float](repeating: 0, count: VoiceMeter.margin)
    self.frontEnd = frontEnd
    piece.reserveCapacity(monitor.piece)
    // Room for the longest chunk at once: memory that is not touched costs nothing, growing would hold everything twice.
    wide.reserveCapacity((Self.closing + 64) * VoiceMeter.hop + 2 * VoiceMeter.margin)
  }

  /// Takes the next samples of the recording; full scale is ±1. NaN and infinite samples count as 0 and are
  /// flagged.
  public mutating func append(_ block: Span<Float>) {
    cutter.append(block, to: &sound)
    takeSound()
  }

  /// As `append(_:)` of a span.
  public mutating func append(_ block: [Float]) { append(block.span) }

  /// Ends the recording and measures it. An empty recording gives a profile without speech.
  ///
  /// - Complexity: O(n) in the recording's length.
  public consuming func finish() throws(Fault) -> SpeechProfile {
    cutter.finish(into: &sound)
    takeSound()
    takePiece(final: true)
    if var resampler {
      resampler.finish(into: &wide)
      advance(from: wideDone)
    }
    halfBand.finish(into: &narrow)
    let samples = narrowStart + narrow.count
    var last = -1
    if samples > 0 {
      narrow += [Float](repeating: 0, count: frontEnd.reach + FrontEnd.hop)
      last = samples / FrontEnd.hop
      addFrames(through: last)
    }
    wide += [Float](repeating: 0, count: VoiceMeter.margin)
    if frontEnd.waiting > 0 { closeChunk(rest: last + 1 - frames) }
    // Only the frames are needed from here on, and what follows wants room of its own.
    frontEnd.release()
    (wide, narrow, piece, sound) = ([], [], [], [])
    let single = store.floors.count <= 1 ? lastPitch : nil
    let pitch = single ?? PitchTracker(store, frames: 0..<store.count, models: models)
    return ProfileBuilder(configuration: configuration, models: models, store: store, pitch: pitch, silence: cutter)
      .profile(monitor: monitor, voice: voice)
  }

  /// The profile of a whole waveform.
  public static func analyze(_ waveform: Waveform, _ configuration: SpeechConfiguration = .init()) throws(Fault) -> SpeechProfile {
    var analyzer = try SpeechAnalyzer(configuration, sampleRate: waveform.sampleRate)
    analyzer.append(waveform.samples)
    return try analyzer.finish()
  }

  /// Samples of the 16 kHz stream that have gone through the half-band filter already, as an index into `wide`.
  private var wideDone = VoiceMeter.margin

  private mutating func takeSound() {
    var taken = 0
    while taken < sound.count {
      let end = min(taken + monitor.piece - piece.count, sound.count)
      piece += sound[taken..<end]
      taken = end
      if piece.count == monitor.piece { takePiece(final: false) }
    }
    sound.removeAll(keepingCapacity: true)
  }

  private mutating func takePiece(final: Bool) {
    monitor.inspect(piece, final: final)
    if resampler == nil {
      wide += piece
    } else {
      resampler?.append(piece, to: &wide)
    }
    piece.removeAll(keepingCapacity: true)
    advance(from: wideDone)
  }

  /// Sends new samples at 16 kHz on to 8 kHz, makes the frames they complete, closes chunks.
  private mutating func advance(from index: Int) {
    halfBand.append(wide, from: index, to: &narrow)
    wideDone = wide.count
    let last = (narrowStart + narrow.count - frontEnd.reach) / FrontEnd.hop
    addFrames(through: last)
    while last + 1 - store.count >= Self.closing {
      closeChunk(rest: 0)
      addFrames(through: last)
    }
  }

  /// Takes the spectra of the frames up to `last`, as many as have room; the others wait as samples.
  private mutating func addFrames(through last: Int) {
    while frames <= last, !frontEnd.isFull {
      let centre = frames * FrontEnd.hop - narrowStart
      guard centre + frontEnd.reach <= narrow.count else { break }
      frontEnd.add(narrow, centre: centre)
      frames += 1
    }
    let keep = frames * FrontEnd.hop - frontEnd.reach
    if keep - narrowStart > 16_384 {
      narrow.removeFirst(keep - narrowStart)
      narrowStart = keep
    }
  }

  /// - Parameter rest: Frames that wait as samples and belong to the chunk.
  private mutating func closeChunk(rest: Int) {
    let first = store.count
    frontEnd.close(into: &store, rest: rest, of: narrow, centre: frames * FrontEnd.hop - narrowStart)
    frames += rest
    let pitch = PitchTracker(store, frames: first..<store.count, models: models)
    voice.add(pitch: pitch.f0, samples: wide, centre: first * VoiceMeter.hop - wideStart)
    lastPitch = pitch
    let keep = store.count * VoiceMeter.hop - VoiceMeter.margin
    if keep > wideStart, keep - wideStart <= wide.count {
      wide.removeFirst(keep - wideStart)
      wideDone -= keep - wideStart
      wideStart = keep
    }
  }
}

extension FaultCode {
  /// The engine's own models cannot be read: the program was built or packaged wrongly.
  public static let speechModelsUnusable = FaultCode(
    "speech.models-unusable",
    cause: Bilingual(zh: "语音引擎的模型文件无法使用", en: "the speech engine's model file cannot be used"),
    action: Bilingual(zh: "请重新安装 Intone", en: "install Intone again"))

  /// The caller gave a sampling rate that no recording has.
  public static let speechRateUnsupported = FaultCode(
    "speech.rate-unsupported",
    cause: Bilingual(zh: "采样率不在 8–192 kHz 之间", en: "the sampling rate lies outside 8–192 kHz"),
    action: Bilingual(zh: "请将录音转换为 16 kHz", en: "convert the recording to 16 kHz"))

  /// All codes of the module, for the catalogue.
  public static let speechCodes: [FaultCode] = [.speechModelsUnusable, .speechRateUnsupported]
}
