import Interview
import Store

/// The objects that the socket gives out; the same ones `intone` prints with `--json`.
public enum ControlObjects {
  public static func event(_ event: FeedEvent) -> JSON {
    .object([
      "cursor": .integer(event.cursor), "time": .string(UTC.text(event.time)), "kind": .string(event.kind),
      "session": .optional(event.session),
      "answer": .optional(event.answer), "revision": .optional(event.revision), "detail": .raw(event.detail),
    ])
  }
}
