import Interview

extension FaultCode {
  /// Every code of this module, in the order of the catalogue.
  public static let recordingsCodes: [FaultCode] = [
    .recordingEmpty, .recordingAllZeros, .recordingTooLarge, .recordingTooLong, .recordingNotAFile, .recordingVanished,
    .recordingUnreadable, .recordingReadFailed, .recordingChanged, .recordingUnrecognised, .recordingIsText,
    .recordingIsHTML, .recordingIsJSON, .recordingIsPDF, .recordingIsImage, .recordingIsArchive, .recordingIsOffice,
    .recordingIsProgram, .recordingIsDatabase, .recordingIsMIDI, .recordingEncrypted, .recordingHeaderOnly,
    .recordingTruncated, .recordingDamaged, .recordingCorrupt, .recordingIndexMissing, .recordingPieceMissing,
    .recordingContainerUnsupported, .recordingNoAudioTrack, .recordingRateUnsupported, .recordingChannelsUnsupported,
    .recordingSamplesInvalid, .recordingGapsFilled, .recordingDurationWrong, .recordingHeaderUnfinished,
    .recordingSoundUnread, .recordingTrackSilent, .recordingTracksSeveral, .recordingDecodingCostly,
    .recordingChannelSilent, .recordingChannelInverted, .recordingDecoderMissing, .recordingDecoderFailed,
    .recordingDecoderTimeout, .recordingDecoderNotStarted, .recordingDecoderUnconfined, .recordingCopyFailed,
  ]
}
