import Interview

/// Codes of recordings: files that are no recording.
extension FaultCode {
  public static let recordingUnrecognised = FaultCode(
    "recording.unrecognised",
    cause: Bilingual(
      zh: "内容不是任何已知的录音格式",
      en: "the content is not in a known recording format"),
    action: Bilingual(
      zh: "请确认文件没有损坏；若是少见的格式，请用 ffmpeg 转换：ffmpeg -i 输入 -ar 16000 -ac 1 输出.flac",
      en: "make sure that it is not damaged; if the format is rare, convert it: ffmpeg -i INPUT -ar 16000 -ac 1 OUTPUT.flac"))

  public static let recordingIsText = FaultCode(
    "recording.is-text",
    cause: Bilingual(
      zh: "这是文本文件，不是录音",
      en: "this is a text file, not a recording"),
    action: Bilingual(
      zh: "请提交录音；若是转写文本，请与录音同名存放",
      en: "deliver the recording; a transcript belongs beside it under the same stem"))

  public static let recordingIsHTML = FaultCode(
    "recording.is-html",
    cause: Bilingual(
      zh: "这是网页（HTML 或 XML），不是录音，常见于下载地址返回的错误页",
      en: "this is a web page (HTML or XML), not a recording, often the error page of a download link"),
    action: Bilingual(
      zh: "请用浏览器打开查看其内容，取得有效的下载地址后重新提交",
      en: "open it in a browser to see what it says, obtain a valid link and deliver the recording"))

  public static let recordingIsJSON = FaultCode(
    "recording.is-json",
    cause: Bilingual(
      zh: "这是 JSON 文档，不是录音",
      en: "this is a JSON document, not a recording"),
    action: Bilingual(
      zh: "若是接口返回的错误，请查看其内容并重新下载录音",
      en: "if it is an interface's error reply, read what it says and fetch the recording again"))

  public static let recordingIsPDF = FaultCode(
    "recording.is-pdf",
    cause: Bilingual(
      zh: "这是 PDF 文档，不是录音",
      en: "this is a PDF document, not a recording"),
    action: Bilingual(
      zh: "请提交录音文件",
      en: "deliver the recording"))

  public static let recordingIsImage = FaultCode(
    "recording.is-image",
    cause: Bilingual(
      zh: "这是图片，不是录音",
      en: "this is an image, not a recording"),
    action: Bilingual(
      zh: "请提交录音文件",
      en: "deliver the recording"))

  public static let recordingIsArchive = FaultCode(
    "recording.is-archive",
    cause: Bilingual(
      zh: "这是压缩包，不是录音",
      en: "this is an archive, not a recording"),
    action: Bilingual(
      zh: "请解压后提交其中的录音",
      en: "unpack it and deliver the recordings inside"))

  public static let recordingIsOffice = FaultCode(
    "recording.is-office",
    cause: Bilingual(
      zh: "这是 Office 文档（OLE），不是录音",
      en: "this is an office document (OLE), not a recording"),
    action: Bilingual(
      zh: "请提交录音文件；若录音嵌在文档里，请先导出",
      en: "deliver the recording; if it is embedded in the document, export it first"))

  public static let recordingIsProgram = FaultCode(
    "recording.is-program",
    cause: Bilingual(
      zh: "这是可执行程序，不是录音",
      en: "this is a program, not a recording"),
    action: Bilingual(
      zh: "请提交录音文件",
      en: "deliver the recording"))

  public static let recordingIsDatabase = FaultCode(
    "recording.is-database",
    cause: Bilingual(
      zh: "这是数据库文件，不是录音",
      en: "this is a database file, not a recording"),
    action: Bilingual(
      zh: "请提交录音文件",
      en: "deliver the recording"))

  public static let recordingIsMIDI = FaultCode(
    "recording.is-midi",
    cause: Bilingual(
      zh: "这是 MIDI 乐谱，其中没有声音",
      en: "this is a MIDI score, which holds no sound"),
    action: Bilingual(
      zh: "请提交录音文件",
      en: "deliver the recording"))

  public static let recordingEncrypted = FaultCode(
    "recording.encrypted",
    cause: Bilingual(
      zh: "文件已加密或受密码保护",
      en: "the file is encrypted or protected by a password"),
    action: Bilingual(
      zh: "请先解密，再提交解密后的录音",
      en: "decrypt it and deliver the recording"))
}
