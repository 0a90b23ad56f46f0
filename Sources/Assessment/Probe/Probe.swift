import Documents
import Interview
import Recordings
import Speech

/// Whether a recording set-up is good enough to be scored, from two seconds or more of somebody speaking: what a platform's recorder
/// page asks before an interview begins. The limits are those by which the engine flags a recording (`QualityGate`).
package struct Probe: Document {
  package struct Check: Document {
    package enum State: String, Codable, Sendable {
      case good
      /// Something will be unknown, or the answer cannot be scored.
      case poor
      /// Too little was heard to say.
      case unknown
    }

    /// `speech`, `level`, `noise`, `clipping`, `dropouts`, `echo`, `bandwidth`, `codec`.
    package let check: String
    package let state: State
    package let value: Double?
    package let unit: String
    /// The least or the most that is good.
    package let limit: Double?
    /// What to show to the candidate; null where nothing is to be done.
    package let advice: Bilingual?
  }

  package let schema: String
  package let engine: String
  package let path: String
  package let good: Bool
  /// To show to the candidate, in one or a few sentences.
  package let message: Bilingual
  package let container: String?
  package let codec: String?
  package let sample_rate_hz: Int?
  package let duration_s: Double?
  package let checks: [Check]
}

extension Probe {
  /// Seconds of speech below which nothing is said of it: as many frames as a noise floor needs (`QualityMeter`), twice over.
  static let minimumSpeech = 0.5
  /// Below this level in dB of full scale, 16-bit samples have few steps left for the quiet sounds: 50 dB leave 8 bits of them. It is
  /// never scored; our choice.
  static let minimumLevel = -50.0

  package init(_ analysis: AnswerAnalysis) {
    let quality = analysis.profile.quality
    let spoken = analysis.evidence[.phonation].value ?? 0
    let isHeard = spoken >= Self.minimumSpeech
    func check(
      _ name: String, _ value: Double?, _ unit: String, _ limit: Double, isMinimum: Bool, decimals: Int, _ zh: String, _ en: String
    ) -> Check {
      let state: Check.State = value.map { (isMinimum ? $0 >= limit : $0 <= limit) ? .good : .poor } ?? .unknown
      return Check(
        check: name, state: state, value: value?.figure(decimals), unit: unit, limit: limit,
        advice: state == .poor ? Bilingual(zh: zh, en: en) : nil)
    }
    let checks = [
      check(
        "speech", spoken, "s", Self.minimumSpeech, isMinimum: true, decimals: 2,
        "几乎没有听到说话声：请检查麦克风是否静音、是否选对，然后再说一句话。",
        "Hardly any speech was heard: see that the microphone is not muted and is the right one, then say a sentence."),
      check(
        "level", isHeard ? analysis.profile.voice.levelDBFS.value : nil, "dBFS", Self.minimumLevel, isMinimum: true, decimals: 1,
        "声音太小：请靠近麦克风，或调高输入音量。", "The voice is very quiet: come closer to the microphone, or raise its input level."),
      check(
        "noise", isHeard ? quality.snrDB.value : nil, "dB", QualityGate.minimumSNR, isMinimum: true, decimals: 1,
        "环境噪声较大：请换到安静的地方、关窗，或使用耳机麦克风。",
        "There is a lot of noise: find a quieter place, close the window, or use a headset."),
      check(
        "clipping", quality.clippedRatio, "", QualityGate.maximumClipping, isMinimum: false, decimals: 4,
        "声音过大而失真：请离麦克风远一些，或调低输入音量。", "The sound is too loud and distorted: move back from the microphone, or lower its input level."),
      check(
        "dropouts", quality.dropoutSeconds, "s", QualityGate.maximumDropouts, isMinimum: false, decimals: 2,
        "声音有断续：请检查网络或换一个麦克风，并关闭其他占用麦克风的程序。",
        "The sound breaks off: check the connection or try another microphone, and close other programs that use it."),
      check(
        "echo", quality.reverberationSeconds.value, "s", QualityGate.maximumReverberation, isMinimum: false, decimals: 2,
        "回声较重：请换到较小、有软装的房间，或使用耳机麦克风。", "The room echoes: use a smaller or furnished room, or a headset."),
      check(
        "bandwidth", isHeard ? quality.bandwidthHz.value : nil, "Hz", QualityGate.minimumBandwidth, isMinimum: true, decimals: 0,
        "声音频带过窄（如电话或蓝牙通话模式）：请改用电脑或手机自带的麦克风，或有线耳机。",
        "The sound is as narrow as a telephone's (Bluetooth in call mode often is): use the built-in microphone, or a wired headset."),
    ]
    self.init(
      analysis.name, checks,
      format: .init(analysis.facts.container.name, analysis.facts.codec, analysis.facts.nativeSampleRate, analysis.duration))
  }

  /// A recording that cannot be decoded: the format is what is wrong.
  package init(_ fault: Fault, path: String) {
    let check = Check(
      check: "codec", state: .poor, value: nil, unit: "", limit: nil,
      advice: Bilingual(
        zh: "录音无法读取（\(fault.code.code)）：\(fault.message(in: .zh))。\(fault.code.action.zh)",
        en: "The recording cannot be read (\(fault.code.code)): \(fault.message(in: .en)). \(fault.code.action.en)"))
    self.init(path, [check], format: nil)
  }

  private struct Format {
    let (container, codec, rate, duration): (String, String, Int, Double)

    init(_ container: String, _ codec: String, _ rate: Int, _ duration: Double) {
      (self.container, self.codec, self.rate, self.duration) = (container, codec, rate, duration)
    }
  }

  private init(_ path: String, _ checks: [Check], format: Format?) {
    let isGood = checks.allSatisfy { $0.state != .poor }
    let advice = checks.compactMap(\.advice)
    // Where nobody was heard, what else is measured is of the room alone.
    let shown = checks.first?.check == "speech" && checks.first?.state == .poor ? Array(advice.prefix(1)) : advice
    self.init(
      schema: "intone.probe/1", engine: Engine.version, path: path, good: isGood,
      message: isGood
        ? Bilingual(zh: "麦克风、音量与环境都合适，可以开始。", en: "Microphone, level and surroundings are fine: you can begin.")
        : Bilingual(zh: shown.map(\.zh).joined(), en: shown.map(\.en).joined(separator: " ")),
      container: format?.container, codec: format?.codec, sample_rate_hz: format?.rate, duration_s: format?.duration.figure(2),
      checks: format.map { format in
        [Check(check: "codec", state: .good, value: Double(format.rate), unit: "Hz", limit: nil, advice: nil)] + checks
      } ?? checks)
  }
}
