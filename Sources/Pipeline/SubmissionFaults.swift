import Interview

extension FaultCode {
  public static let sessionConsentMissing = FaultCode(
    "session.consent-missing", cause: Bilingual(zh: "候选人未同意分析", en: "the candidate has not consented to the analysis"),
    action: Bilingual(
      zh: "取得同意后，在清单中写明 consent.analysed: true，再重试。", en: "Once there is consent, say consent.analysed: true in the manifest, then retry."))

  public static let archiveAltered = FaultCode(
    "archive.altered", retry: .later,
    cause: Bilingual(
      zh: "归档中的文件不是入库时的那一个", en: "a file in the archive is not the one that the store knows"),
    action: Bilingual(
      zh: "查明是谁改动的；从备份取回原文件，或重新投递：清单、录音与转写均可再次投递。期间不采用该文件。",
      en:
        "Find out who changed it; put the original back from a backup, or deliver it again, which is possible for manifest, recording and transcript. It is not used meanwhile."
    ))

  public static let submissionCodes: [FaultCode] = [.sessionConsentMissing, .archiveAltered]
}
