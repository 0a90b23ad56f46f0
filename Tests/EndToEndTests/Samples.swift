import Foundation

/// The sample interviews, and recordings made on the spot.
enum Sample {
  static func interview(_ name: String) -> URL { Programs.samples.appendingPathComponent("interviews/\(name)") }
  static var container: URL { Programs.samples.appendingPathComponent("containers") }
  static var containers: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: container.path)) ?? []).sorted() }

  /// The short spoken sentence, 16-bit WAV, 2.8 s.
  static var short: URL { container.appendingPathComponent("wav-s16.wav") }

  static let words = """
    1
    00:00:00,300 --> 00:00:02,400
    One recording, many containers.

    """
}
