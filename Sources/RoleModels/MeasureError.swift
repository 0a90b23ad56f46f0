import Interview

/// How far a measured value may be from the truth: the 95th percentile, over clips whose truth is known, of the error's size.
///
/// The figures are those of docs/method.md, "How far a measure may be off", made by `training/errors.py`. Between the
/// conditions that were measured the error goes in a straight line with the signal-to-noise ratio.
package struct MeasureError: Sendable {
  /// The clips' signal-to-noise ratios as the engine measures them, in dB: clean, with noise at 20 and at 10 dB.
  static let ratios = (clean: 31.0, some: 24.0, much: 13.0)

  package let clean: Double
  /// The greater of white noise and of noise that wavers.
  package let some: Double
  package let much: Double
  /// A room with 0.4 s of reverberation.
  package let room: Double
  /// Opus at 24 kbit/s or MP3 at 64, whichever is worse: what a codec leaves out is in no signal-to-noise ratio.
  package let lossy: Double
  /// 300 to 3400 Hz, 8 kHz, µ-law.
  package let telephone: Double

  init(_ clean: Double, _ some: Double, _ much: Double, room: Double, lossy: Double, telephone: Double) {
    self.clean = clean
    self.some = max(clean, some)
    self.much = max(clean, some, much)
    self.room = max(clean, room)
    self.lossy = max(clean, lossy)
    self.telephone = max(clean, telephone)
  }

  static let pauseRatio = MeasureError(0.038, 0.224, 0.239, room: 0.121, lossy: 0.092, telephone: 0.179)
  static let pausesPerMinute = MeasureError(6.3, 12.3, 12.3, room: 7.4, lossy: 6.3, telephone: 10.9)
  static let pauseMean = MeasureError(0.42, 0.51, 0.59, room: 0.42, lossy: 0.42, telephone: 0.42)
  static let pauseMedian = MeasureError(0.43, 0.65, 0.69, room: 0.43, lossy: 0.43, telephone: 0.61)
  static let pauseLongest = MeasureError(1.52, 2.25, 2.25, room: 1.69, lossy: 1.61, telephone: 2.14)
  /// Of the first and the last word.
  static let edge = MeasureError(0.46, 0.49, 0.49, room: 0.46, lossy: 0.47, telephone: 0.47)
  /// By telephone it is unknown.
  static let f0SD = MeasureError(0.68, 0.68, 0.68, room: 0.91, lossy: 0.68, telephone: 0.68)
  /// So great because the lower end falls into creak or not: the middle clip errs by 0.1 st, two creaky voices of 13 by 5 and 7.
  static let f0Range = MeasureError(6.0, 7.3, 7.3, room: 6.0, lossy: 6.8, telephone: 6.8)
  /// Shares of the value.
  static let span = MeasureError(0.009, 0.015, 0.015, room: 0.009, lossy: 0.010, telephone: 0.013)
  static let phonation = MeasureError(0.055, 0.266, 0.285, room: 0.158, lossy: 0.111, telephone: 0.209)
  /// Shares of the count, of clips of some five seconds: Mandarin, and English, on which noise does less than chance.
  static let syllablesZh = MeasureError(0.085, 0.119, 0.142, room: 0.157, lossy: 0.088, telephone: 0.128)
  static let syllablesEn = MeasureError(0.33, 0.33, 0.33, room: 0.33, lossy: 0.33, telephone: 0.33)

  /// All of them, for the engine's card. Unit `%`: a share of the value.
  package static var stated: [(what: Bilingual, unit: String, error: MeasureError)] {
    func of(_ measure: Measure, _ error: MeasureError, _ unit: String? = nil) -> (what: Bilingual, unit: String, error: MeasureError) {
      (measure.meaning, unit ?? (["1", "1/min"].contains(measure.unit) ? "" : measure.unit), error)
    }
    return [
      of(.pauseRatio, pauseRatio), of(.pausesPerMinute, pausesPerMinute), of(.pauseMean, pauseMean), of(.pauseMedian, pauseMedian),
      of(.pauseLongest, pauseLongest), of(.leadIn, edge), of(.span, span, "%"), of(.phonation, phonation, "%"), of(.f0SD, f0SD),
      of(.f0Range, f0Range),
      (Bilingual(zh: "由声音估计的音节数，普通话", en: "syllables counted in the sound, Mandarin"), "%", syllablesZh),
      (Bilingual(zh: "由声音估计的音节数，英语", en: "syllables counted in the sound, English"), "%", syllablesEn),
    ]
  }

  /// The size in a recording: what its noise does, or its room, its codec, its telephone, where one of them does more.
  func size(snr: Double, _ conditions: Set<Condition>) -> Double {
    func between(_ low: Double, _ high: Double, _ part: Double) -> Double { low + (high - low) * min(1, max(0, part)) }
    let (top, middle, bottom) = Self.ratios
    let noise =
      snr >= middle ? between(clean, some, (top - snr) / (top - middle)) : between(some, much, (middle - snr) / (middle - bottom))
    return conditions.reduce(noise) { size, condition in
      switch condition {
      case .room: max(size, room)
      case .lossy: max(size, lossy)
      case .telephone: max(size, telephone)
      }
    }
  }

  enum Condition { case room, lossy, telephone }
}

extension Evidence {
  /// How far the value of a measure may be from the truth in this recording, in the measure's unit.
  ///
  /// Counts of what the text holds (fillers, repetitions, figures, keywords), and stretches of another pace, are taken as
  /// exact: how often a recogniser mishears is not known here, and is in no interval.
  func error(of measure: Measure, at value: Double) -> Double {
    let isNoisy = qualityFlags.contains(UnknownReason.qualityNoise.rawValue)
    let snr = self[.snr].value ?? (isNoisy ? MeasureError.ratios.much : MeasureError.ratios.clean)
    let conditions = conditions
    func size(_ error: MeasureError) -> Double { error.size(snr: snr, conditions) }
    // With a transcript syllables are read, not heard, and only the clock is left to err.
    let heard = self[.characters].value == nil ? size(language == .zh ? .syllablesZh : .syllablesEn) : 0
    func together(_ left: Double, _ right: Double) -> Double { (left * left + right * right).squareRoot() }
    switch measure {
    case .pauseRatio, .phonationRatio: return size(.pauseRatio)
    case .pausesPerMinute: return size(.pausesPerMinute)
    case .pauseCount: return size(.pausesPerMinute) * (self[.span].value ?? 60) / 60
    case .pauseMean: return size(.pauseMean)
    case .pauseMedian: return size(.pauseMedian)
    case .pauseLongest: return size(.pauseLongest)
    case .pauseTotal: return size(.pauseRatio) * (self[.span].value ?? 0)
    case .leadIn, .tail: return size(.edge)
    case .span: return size(.span) * value
    case .phonation: return size(.phonation) * value
    case .speechRate, .charactersPerMinute, .wordsPerMinute: return together(size(.span), heard) * value
    case .articulationRate: return together(size(.phonation), heard) * value
    case .syllables: return heard * value
    // Syllables over pauses: a pause more or less moves it by as great a share.
    case .meanLengthOfRun: return together(size(.pausesPerMinute) / max(1, self[.pausesPerMinute].value ?? 20), heard) * value
    case .f0SD: return size(.f0SD)
    case .f0Range: return size(.f0Range)
    default: return 0
    }
  }

  /// What the recording came through, besides noise.
  private var conditions: Set<MeasureError.Condition> {
    var found: Set<MeasureError.Condition> = []
    if qualityFlags.contains(UnknownReason.qualityReverberation.rawValue) { found.insert(.room) }
    if qualityFlags.contains(UnknownReason.qualityBandwidth.rawValue) { found.insert(.telephone) }
    // A lossless codec of a name that is not here has too wide an interval, not too narrow a one.
    if let codec, !["pcm", "flac", "alac"].contains(where: codec.hasPrefix) { found.insert(.lossy) }
    return found
  }
}
