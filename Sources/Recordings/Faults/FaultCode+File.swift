import Interview

/// Codes of recordings: what stands in the way of the file itself.
extension FaultCode {
  public static let recordingEmpty = FaultCode(
    "recording.empty",
    cause: Bilingual(
      zh: "文件为空（0 字节）",
      en: "the file is empty (0 bytes)"),
    action: Bilingual(
      zh: "请重新上传；通常是上传中断或录制未开始",
      en: "deliver it again; usually the upload broke off or the recording never began"))

  public static let recordingAllZeros = FaultCode(
    "recording.all-zeros",
    cause: Bilingual(
      zh: "文件全部是零字节，没有内容",
      en: "the file holds nothing but zero bytes"),
    action: Bilingual(
      zh: "请重新上传；通常是下载预分配了空间却没有写入内容",
      en: "deliver it again; usually a transfer reserved the space and never wrote the content"))

  public static let recordingTooLarge = FaultCode(
    "recording.too-large",
    cause: Bilingual(
      zh: "录音超过大小上限",
      en: "the recording is larger than the limit"),
    action: Bilingual(
      zh: "请截取需要的部分，或转为 16 kHz 单声道 FLAC 后再提交",
      en: "cut out what is needed, or convert it to 16 kHz mono FLAC, and deliver that"))

  public static let recordingTooLong = FaultCode(
    "recording.too-long",
    cause: Bilingual(
      zh: "解码后的时长超过上限",
      en: "the decoded recording is longer than the limit"),
    action: Bilingual(
      zh: "请把录音按题切分后再提交",
      en: "cut it into one file for each question and deliver those"))

  public static let recordingNotAFile = FaultCode(
    "recording.is-not-a-file",
    cause: Bilingual(
      zh: "这不是普通文件（是目录、符号链接、管道、套接字或设备）",
      en: "this is not a regular file (a directory, symbolic link, pipe, socket or device)"),
    action: Bilingual(
      zh: "请提交文件本身，而不是链接或目录",
      en: "deliver the file itself, not a link or a directory"))

  public static let recordingVanished = FaultCode(
    "recording.vanished", retry: .later,
    cause: Bilingual(
      zh: "文件在读取之前消失了",
      en: "the file disappeared before it could be read"),
    action: Bilingual(
      zh: "请确认没有别的程序移走或删除它，然后重新提交",
      en: "make sure that no other program moves or deletes it, then deliver it again"))

  public static let recordingUnreadable = FaultCode(
    "recording.unreadable", retry: .later,
    cause: Bilingual(
      zh: "没有读取该录音的权限",
      en: "there is no permission to read the recording"),
    action: Bilingual(
      zh: "请把读取权限授予运行本程序的用户，然后重试",
      en: "give the user that runs this program permission to read it, then retry"))

  public static let recordingReadFailed = FaultCode(
    "recording.read-failed", retry: .later,
    cause: Bilingual(
      zh: "读取文件时系统报告错误",
      en: "the system reported an error while the file was read"),
    action: Bilingual(
      zh: "请检查磁盘或网络挂载，然后重试",
      en: "check the disk or the network mount, then retry"))

  public static let recordingChanged = FaultCode(
    "recording.changed", retry: .later,
    cause: Bilingual(
      zh: "文件在读取过程中被改动",
      en: "the file was changed while it was being read"),
    action: Bilingual(
      zh: "请先写入临时文件名，写完后再改名，然后重试",
      en: "write it under a temporary name and rename it when it is complete, then retry"))
}

extension FaultCode {
  /// Every code of this module, in the order of the catalogue.
  public static let recordingsCodes: [FaultCode] = [
    .recordingEmpty, .recordingAllZeros, .recordingTooLarge, .recordingTooLong, .recordingNotAFile, .recordingVanished,
    .recordingUnreadable, .recordingReadFailed, .recordingChanged, .recordingUnrecognised, .recordingIsText,
    .recordingIsHTML, .recordingIsJSON, .recordingIsPDF, .recordingIsImage, .recordingIsArchive, .recordingIsOffice,
    .recordingIsProgram, .recordingIsDatabase, .recordingIsMIDI, .recordingEncrypted, .recordingHeaderOnly,
    .recordingTruncated, .recordingDamaged, .recordingCorrupt, .recordingIndexMissing, .recordingPieceMissing,
    .recordingContainerUnsupported, .recordingNoAudioTrack, .recordingRateUnsupported, .recordingChannelsUnsupported,
    .recordingSamplesInvalid, .recordingGapsFilled, .recordingDurationWrong, .recordingHeaderUnfinished,
    .recordingSoundUnread, .recordingTrackSilent, .recordingTracksSeveral, .recordingDecodingCostly,
    .recordingChannelSilent, .recordingChannelInverted, .recordingDecoderMissing, .recordingDecoderFailed,
    .recordingDecoderTimeout, .recordingDecoderNotStarted, .recordingDecoderUnconfined, .recordingCopyFailed,
  ]
}
