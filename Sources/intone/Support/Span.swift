import ArgumentParser
import YAMLReading

/// A duration on the command line: with its unit, as in the configuration.
struct Span: ExpressibleByArgument, Equatable {
  var seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  init?(argument: String) {
    guard let seconds = Quantity.seconds(argument) else { return nil }
    self.seconds = seconds
  }

  var defaultValueDescription: String { seconds < 1 && seconds > 0 ? "\(Int((seconds * 1000).rounded()))ms" : "\(Int(seconds))s" }
}
