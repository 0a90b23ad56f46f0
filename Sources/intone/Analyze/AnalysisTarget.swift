import ArgumentParser
import Assessment
import FoundationEssentials
import Inbox
import Interview

/// One recording to analyse, with the transcript found for it.
struct AnalysisTarget {
  var name: String
  var recording: AnswerAnalyzer.Source
  var transcript: String?

  /// The targets that the command's arguments name; directories are listed, sorted by name, one level deep.
  ///
  /// - Parameter language: the language spoken, for directories that hold transcripts in several.
  static func expand(_ paths: [String], transcript: String?, language: Language?) throws -> [AnalysisTarget] {
    var targets: [AnalysisTarget] = []
    for path in paths {
      if path == "-" {
        targets.append(AnalysisTarget(name: "-", recording: .standardInput, transcript: transcript))
      } else if isDirectory(path) {
        targets += try inDirectory(path, language)
      } else {
        targets.append(AnalysisTarget(name: path, recording: .file(path), transcript: transcript))
      }
    }
    if transcript != nil, targets.count != 1 {
      throw ValidationError("--transcript goes with one recording; in a directory, transcripts are found by their names")
    }
    return targets
  }

  /// Every recording of a directory, in the order of names, with the transcript that is called like it.
  private static func inDirectory(_ directory: String, _ language: Language?) throws -> [AnalysisTarget] {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return FileKind.pairs(names, language: language).map { recording, transcript in
      AnalysisTarget(
        name: directory + "/" + recording, recording: .file(directory + "/" + recording),
        transcript: transcript.map { directory + "/" + $0 })
    }
  }

  private static func isDirectory(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }
}
