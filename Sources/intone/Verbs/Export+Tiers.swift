import Assessment
import Documents
import Files
import FoundationEssentials
import Inbox
import Interview
import SQLiteStore
import Sessions
import Store
import Transcripts
import Vault

/// Answers as tiers over their time, a file each.
extension Export {
  /// Nil for rows.
  var tiers: Annotations.Form? { Annotations.Form(rawValue: format.rawValue) }

  private struct TierFile: Document {
    let answer: String
    let file: String
    let tiers: [String]
  }

  /// Writes a file for each answer that was measured, in pages of 100, so that memory stays the same for any store; says on standard
  /// error what was left out.
  /// - Throws: `file.unwritable`; `store.…`.
  func writeTiers(_ store: any WholeStore, as form: Annotations.Form, to directory: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Fault(.fileUnwritable, directory)
    }
    let vault = try seal.vault(daemon)
    var last = ""
    var (written, wordless, unmeasured) = (0, 0, 0)
    while true {
      let page = try store.documents(after: last, limit: 100, candidate: candidate)
      for stored in page {
        let record = stored.record
        guard record.hasAnalysis else {
          unmeasured += 1
          continue
        }
        let document = try AnalysisDocument(of: record)
        let transcript = document.text?.fit?.fits == false ? nil : archivedTranscript(of: record, vault)
        let annotations = Annotations(document, transcript: transcript)
        let path = directory + "/" + record.key.id + form.suffix
        try PrivateFile.write(annotations.text(as: form, at: UTC.text(stored.recordedAt)), to: path)
        written += 1
        if !annotations.hasWords { wordless += 1 }
        print(
          daemon.json
            ? TierFile(answer: record.key.id, file: path, tiers: annotations.tiers.map(\.name)).json.text : path)
      }
      guard page.count == 100, let end = page.last?.record.key.id else { break }
      last = end
    }
    StandardError.print(summary(written, wordless, unmeasured))
  }

  private func summary(_ written: Int, _ wordless: Int, _ unmeasured: Int) -> String {
    daemon.lang == .zh
      ? "（\(written) 个文件；\(wordless) 个没有词语层：没有带时间的转写，或归档中已无；\(unmeasured) 个回答没有测量（导入的，或候选人谢绝分析），已跳过）"
      : "(\(written) files; \(wordless) without a tier of words: no transcript with times, or none in the archive any more; "
        + "\(unmeasured) left out: nothing of them was measured, because they were imported or their candidate declined)"
  }

  /// The transcript that was scored, while the archive has it: the file of this answer with these bytes.
  private func archivedTranscript(of record: AnswerRecord, _ vault: Vault) -> Transcript? {
    guard let hash = record.transcriptHash else { return nil }
    let folder = (archive ?? daemon.stateBesideStore + "/archive") + "/" + record.key.session.text
    func content(_ name: String, limit: Int) -> [UInt8]? {
      guard let file = try? vault.file(folder + "/" + name, ofSession: record.key.session.text), file.size <= limit else { return nil }
      return try? file.read(0, file.size)
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // Of several speakers the manifest says which is the candidate.
    let manifest = names.first { FileKind.of($0) == .manifest }.flatMap { name in
      content(name, limit: 1 << 20).flatMap { try? Manifest(yaml: $0, name: name) }
    }
    for name in names.sorted() where !name.hasPrefix(".") && FileKind.key(name, session: record.key.session) == record.key {
      guard let bytes = content(name, limit: TranscriptReader.largest), Files.hash(bytes) == hash else {
        continue
      }
      return try? TranscriptReader.read(bytes, speaker: manifest?.speaker)
    }
    return nil
  }
}
