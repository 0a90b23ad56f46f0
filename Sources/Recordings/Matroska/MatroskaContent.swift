import Interview

/// What a Matroska file's beginning says: its tracks and its declared duration.
package struct MatroskaContent: Equatable {
  package let tracks: [MatroskaTrack]
  package let declaredDuration: Double?

  package var audio: MatroskaTrack? { tracks.first(where: \.isAudio) }

  /// - Throws: `recording.header-only` where the file ends before it names a track, `recording.corrupt` where blocks
  ///   come without that.
  package init(_ source: any ByteSource, at start: Int64) throws(Fault) {
    var reader = MatroskaReader(source, at: start)
    switch try reader.next() {
    case .tracks(let tracks):
      self.tracks = tracks
      declaredDuration = reader.declaredDuration
    case .block: throw Fault(.recordingCorrupt, "Matroska: no track table")
    case nil: throw Fault(reader.damaged ? .recordingCorrupt : .recordingHeaderOnly, "Matroska")
    }
  }
}
