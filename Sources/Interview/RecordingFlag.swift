/// What is noted of a recording though it was measured, and is no reason for an unknown by itself. The raw value stands among `quality.flags`.
public enum RecordingFlag: String, Sendable, CaseIterable {
  // From the file.
  case truncated = "recording.truncated"
  case damaged = "recording.damaged"
  case durationWrong = "recording.duration-wrong"
  case soundUnread = "recording.sound-unread"
  case headerUnfinished = "recording.header-unfinished"
  case gapsFilled = "recording.gaps-filled"
  case samplesInvalid = "recording.samples-invalid"
  case channelSilent = "recording.channel-silent"
  case channelInverted = "recording.channel-inverted"
  case tracksSeveral = "recording.tracks-several"
  case trackSilent = "recording.track-silent"
  // From the sound.
  case tones = "quality.tones"
  case invalidSamples = "quality.invalid-samples"

  public var meaning: Bilingual {
    switch self {
    case .truncated: Bilingual(zh: "录音不完整，结尾缺失", en: "the recording is incomplete: its end is missing")
    case .damaged: Bilingual(zh: "录音中有损坏的数据，部分声音丢失", en: "some of the recording's data is damaged and its sound is lost")
    case .durationWrong:
      Bilingual(zh: "文件声明的时长与实际不符，以解码所得为准", en: "the duration that the file declares is wrong; the decoded duration is used")
    case .soundUnread: Bilingual(zh: "文件在可读部分之后还有声音未能读出", en: "the file holds more sound behind what could be read")
    case .headerUnfinished:
      Bilingual(zh: "录音程序没有写完文件头，长度按文件大小推算", en: "the recorder did not finish the header; the length was taken from the file's size")
    case .gapsFilled:
      Bilingual(zh: "录音的时间戳有空缺，缺失的时间已按静音补足", en: "the recording's timestamps jump, and the missing time was filled with silence")
    case .samplesInvalid:
      Bilingual(
        zh: "录音中含有无效样本（非数或超出范围），已当作静音",
        en: "the recording holds invalid samples (not numbers, or beyond all range), which were taken as silence")
    case .channelSilent: Bilingual(zh: "有声道没有声音，混音时已略去", en: "a channel carries no sound and was left out of the mix")
    case .channelInverted: Bilingual(zh: "有声道极性相反，混音时已翻转", en: "a channel has inverted polarity and was turned for the mix")
    case .tracksSeveral:
      Bilingual(zh: "文件有多条含语音的音轨，已分析声音最大的一条", en: "the file has several audio tracks with speech; the loudest was measured")
    case .trackSilent:
      Bilingual(
        zh: "文件有多条音轨，其中有音轨没有语音，已分析有语音的音轨",
        en: "the file has several audio tracks, one or more of them without speech; one with speech was measured")
    case .tones: Bilingual(zh: "录音里有提示音、铃声或音乐，测量时已排除", en: "the recording has beeps, ringing or music, which were left out of the measures")
    case .invalidSamples:
      Bilingual(zh: "录音里有无效的采样值，已当作静音", en: "the recording has samples that are no numbers, which were taken as silence")
    }
  }
}

extension Bilingual {
  /// What a flag says, a reason for an unknown or not; a code that another version wrote, as it is.
  public init(flag code: String) {
    self = RecordingFlag(rawValue: code)?.meaning ?? UnknownReason(rawValue: code)?.meaning ?? Bilingual(zh: code, en: code)
  }
}
