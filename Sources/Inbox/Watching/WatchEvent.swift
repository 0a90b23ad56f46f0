import Glibc
import Interview

/// One inotify event.
struct WatchEvent: Equatable, Sendable {
  let watch: Int32
  let mask: UInt32
  /// Empty where the event is about the watched folder itself.
  let name: OpaqueName

  func has(_ bit: some BinaryInteger) -> Bool { mask & UInt32(truncatingIfNeeded: bit) != 0 }

  /// The file's writer is done with it: it closed it, or renamed it into place.
  var isClosed: Bool { has(IN_CLOSE_WRITE) || has(IN_MOVED_TO) }
  var isFolder: Bool { has(IN_ISDIR) }
  var isDeletion: Bool { has(IN_DELETE) }
  /// The kernel has ended the watch itself.
  var isDropped: Bool { has(IN_IGNORED) }
  /// Events were lost: only a look at everything helps.
  var isOverflow: Bool { has(IN_Q_OVERFLOW) }
  /// The watched folder has gone, or is not where it was.
  var isDeparture: Bool { has(IN_DELETE_SELF) || has(IN_MOVE_SELF) || has(IN_UNMOUNT) || has(IN_IGNORED) }

  /// Reads a buffer of `struct inotify_event`: watch, mask, cookie and length of the name, 32 bits each in the machine's
  /// order (little-endian wherever this runs), then the name padded with NULs. A record cut short ends the reading.
  static func parse(_ buffer: ArraySlice<UInt8>) -> [WatchEvent] {
    var events: [WatchEvent] = []
    var rest = buffer
    while rest.count >= 16 {
      func word(_ index: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(rest[rest.startIndex + 4 * index + $1]) << UInt32(8 * $1) }
      }
      let length = Int(word(3))
      guard rest.count >= 16 + length else { break }
      let name = rest.dropFirst(16).prefix(length).prefix { $0 != 0 }
      events.append(WatchEvent(watch: Int32(bitPattern: word(0)), mask: word(1), name: OpaqueName(bytes: Array(name))))
      rest = rest.dropFirst(16 + length)
    }
    return events
  }
}
