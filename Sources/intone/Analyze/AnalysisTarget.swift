import ArgumentParser
import FoundationEssentials
import Inbox
import Interview
import Pipeline

/// One recording to analyse, with the transcript found for it.
struct AnalysisTarget {
  var name: String
  var recording: AnswerAnalyzer.Source
  var transcript: String?

  /// The targets that the command's arguments name; directories are listed, sorted by name, one level deep.
  static func expand(_ paths: [String], transcript: String?) throws -> [AnalysisTarget] {
    var targets: [AnalysisTarget] = []
    for path in paths {
      if path == "-" {
        targets.append(AnalysisTarget(name: "-", recording: .standardInput, transcript: transcript))
      } else if isDirectory(path) {
        targets += try inDirectory(path)
      } else {
        targets.append(AnalysisTarget(name: path, recording: .file(path), transcript: transcript))
      }
    }
    if transcript != nil, targets.count != 1 {
      throw ValidationError("--transcript goes with one recording; in a directory, transcripts are found by their names")
    }
    return targets
  }

  private static func inDirectory(_ directory: String) throws -> [AnalysisTarget] {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let transcripts = Dictionary(
      names.filter { FileKind.of($0) == .transcript }.map { (stem($0), $0) }, uniquingKeysWith: { first, _ in first })
    return names.filter { FileKind.of($0) == .recording }.map { name in
      AnalysisTarget(
        name: directory + "/" + name, recording: .file(directory + "/" + name),
        transcript: transcripts[stem(name)].map { directory + "/" + $0 })
    }
  }

  private static func isDirectory(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }

  private static func stem(_ name: String) -> Substring { name.lastIndex(of: ".").map { name[..<$0] } ?? name[...] }
}
