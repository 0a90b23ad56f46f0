import Interview
import RealModule
import Signal

/// From frames, pitch and monitor to the profile: the last stage, over the whole recording.
///
/// All that is measured is measured on the sound alone; times are the recording's, with the digital silence back in its place.
struct ProfileBuilder {
  let configuration: SpeechConfiguration
  let models: SpeechModels
  let store: FrameStore
  let pitch: PitchTracker
  let silence: SilenceCutter

  func profile(monitor: borrowing InputMonitor, voice: borrowing VoiceMeter) -> SpeechProfile {
    let duration = Double(silence.taken) / Double(monitor.rate)
    let times = TimeMap(silence.cuts, rate: monitor.rate)
    let p = models.parameters
    let logits = VADFeatures.logits(store, voicing: pitch.voicing, network: models.activity)
    let levels = store.energy(band: 5, in: 0..<store.count)
    let heard = VADEdges.widened(
      VADSegments.states(
        FarFromVoice.lowered(logits, voicing: pitch.voicing, levels: levels), bias: p.activityBias, on: p.speechOn, off: p.speechOff),
      levels: levels, sounds: store.sounds)
    let f0 = refined(voice)
    let tones = SteadyTones.mask(f0: f0, store: store, speech: heard)
    let states = SteadyTones.removed(tones, from: heard)
    var segments = VADSegments.segments(
      states, duration: Double(monitor.count) / Double(monitor.rate), merge: p.mergeSeconds, shortest: p.shortestSeconds)
    if !hasVoice(segments) { segments = [] }
    let meter = QualityMeter(store: store, segments: segments, tones: tones, window: p.windows[1])
    let stretches = times.stretches(segments, shortest: p.shortestSeconds)
    let pauses = TimingMeter.pauses(stretches, threshold: configuration.pauseThreshold)
    let timing = TimingMeter.timing(stretches, pauses: pauses, duration: duration, threshold: configuration.pauseThreshold)
    let quality = quality(meter, monitor)
    let gate = QualityGate(quality: quality)
    let fillers = FilledPauses.heard(f0: f0, fine: store.fine, speech: meter.speech).map { heard in
      times.stretches(heard.map { TimeRange(Double($0.lowerBound) * FrameStore.hop, Double($0.upperBound) * FrameStore.hop) }, shortest: 0)
    }
    return SpeechProfile(
      duration: duration, quality: quality, segments: stretches, pauses: pauses,
      fillers: segments.isEmpty ? .unknown(.speechNone) : gate.fillers(fillers),
      syllables: segments.isEmpty ? SyllableDensity() : syllables(activity: logits, times), timing: timing,
      pitch: gate.pitch(PitchMeter.pitch(f0, speech: meter.speech, times: times, phonation: timing.phonation)),
      voice: gate.voice(self.voice(voice, f0, meter)),
      contours: SpeechProfile.Contours(
        start: 0, hop: FrameStore.hop, f0: times.spread(f0, silence: 0),
        intensityDB: times.spread((0..<store.count).map { meter.level($0) }, silence: QualityMeter.lowestLevel),
        voicing: times.spread(pitch.voicing.map { logistic($0 + p.voicingBias) }, silence: 0),
        speech: times.spread(meter.speech, silence: false))
    ).counted(in: configuration.language)
  }

  private func syllables(activity: [Float], _ times: TimeMap) -> SyllableDensity {
    let sonority = Sonority(store)
    return SyllableDensity(
      density: NucleusFeatures.density(
        store, sonority: sonority, voicing: pitch.voicing, activity: activity, network: models.density),
      envelope: sonority.envelope(voicing: pitch.voicing), parameters: models.parameters, times: times)
  }

  /// Voiced frames without which sound is not taken for speech: a tenth of a second in all. Noise, clicks and hiss have none.
  private static let minimumVoicedFrames = 10

  private func hasVoice(_ segments: [TimeRange]) -> Bool {
    let speech = QualityMeter.mask(segments, frames: store.count)
    return zip(pitch.f0, speech).count { $0 > 0 && $1 } >= Self.minimumVoicedFrames
  }

  /// The path's pitch, made finer where the waveform's own period lies close to it.
  private func refined(_ voice: borrowing VoiceMeter) -> [Float] {
    let fine = voice.f0
    return pitch.f0.indices.map { t in
      let coarse = pitch.f0[t]
      guard coarse > 0, t < fine.count, fine[t] > 0, abs(fine[t] - coarse) < Self.refinement * coarse else { return coarse }
      return fine[t]
    }
  }

  /// How far the refined pitch may lie from the path's, as a share of it.
  private static let refinement: Float = 0.03

  private func voice(_ voice: borrowing VoiceMeter, _ f0: [Float], _ meter: QualityMeter) -> SpeechProfile.Voice {
    guard let level = meter.speechLevel else {
      let none = Measured<Double>.unknown(.speechNone)
      return SpeechProfile.Voice(levelDBFS: none, hnrDB: none, jitterLocal: none, shimmerLocal: none, cppsDB: none)
    }
    var (sum, frames) = (0.0, 0)
    for t in f0.indices where f0[t] > 0 && meter.speech[t] && voice.harmonicity[t] > VoiceMeter.unmeasured {
      sum += Double(voice.harmonicity[t])
      frames += 1
    }
    func known(_ value: Double?) -> Measured<Double> { value.map { .value($0) } ?? .unknown(.pitchTooFewFrames) }
    return SpeechProfile.Voice(
      levelDBFS: .value(level), hnrDB: known(frames >= PitchMeter.minimumFrames ? sum / Double(frames) : nil),
      jitterLocal: known(voice.perturbation.jitter), shimmerLocal: known(voice.perturbation.shimmer),
      cppsDB: known(voice.cepstralFrames >= 10 ? voice.cepstralSum / Double(voice.cepstralFrames) : nil))
  }

  private func quality(_ meter: QualityMeter, _ monitor: borrowing InputMonitor) -> RecordingQuality {
    func known(_ value: Double?) -> Measured<Double> { value.map { .value($0) } ?? .unknown(.speechNone) }
    let quality = RecordingQuality(
      snrDB: known(meter.signalToNoise), clippedRatio: monitor.clippedRatio,
      bandwidthHz: known(Bandwidth.highest(monitor, segments: meter.segments)),
      reverberationSeconds: meter.segments.isEmpty
        ? .unknown(.speechNone) : Reverberation.seconds(store.fine).map { .value($0) } ?? .unknown(.speechTooLittle),
      dropoutSeconds: meter.dropouts(monitor.zeros, rate: monitor.rate),
      toneSeconds: Double(meter.tones.count { $0 }) * FrameStore.hop,
      offset: monitor.count > 0 ? monitor.sum / Double(monitor.count) : 0, invalidSamples: silence.invalid, flags: [])
    return QualityGate.flagged(quality)
  }
}

/// Timing from the segments of speech.
enum TimingMeter {
  /// Gaps between segments of at least `threshold` seconds.
  static func pauses(_ segments: [TimeRange], threshold: Double) -> [TimeRange] {
    zip(segments, segments.dropFirst()).compactMap { before, after in
      // The boundaries are multiples of 10 ms; half a microsecond keeps a gap of just the threshold on its side.
      after.start - before.end >= threshold - 5e-7 ? TimeRange(before.end, after.start) : nil
    }
  }

  static func timing(_ segments: [TimeRange], pauses: [TimeRange], duration: Double, threshold: Double) -> SpeechProfile.Timing {
    guard let first = segments.first, let last = segments.last else {
      let none = Measured<Double>.unknown(.speechNone)
      return SpeechProfile.Timing(leadIn: none, tail: none, span: none, phonation: none, pauseThreshold: threshold)
    }
    let span = last.end - first.start
    let silent = pauses.reduce(0) { $0 + $1.duration }
    return SpeechProfile.Timing(
      leadIn: .value(first.start), tail: .value(max(0, duration - last.end)), span: .value(span),
      phonation: .value(span - silent), pauseThreshold: threshold)
  }
}
