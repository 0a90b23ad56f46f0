import CSndfile

/// Names of libsndfile's encodings, in the form that ffmpeg made common.
enum SndfileCodec {
  static func name(of format: Int) -> String {
    let container = format & SF_FORMAT_TYPEMASK
    if container == SF_FORMAT_FLAC { return "flac" }
    return switch format & SF_FORMAT_SUBMASK {
    case SF_FORMAT_PCM_S8: "pcm_s8"
    case SF_FORMAT_PCM_U8: "pcm_u8"
    case SF_FORMAT_PCM_16: "pcm_s16"
    case SF_FORMAT_PCM_24: "pcm_s24"
    case SF_FORMAT_PCM_32: "pcm_s32"
    case SF_FORMAT_FLOAT: "pcm_f32"
    case SF_FORMAT_DOUBLE: "pcm_f64"
    case SF_FORMAT_ULAW: "pcm_mulaw"
    case SF_FORMAT_ALAW: "pcm_alaw"
    case SF_FORMAT_IMA_ADPCM: "adpcm_ima"
    case SF_FORMAT_MS_ADPCM: "adpcm_ms"
    case SF_FORMAT_GSM610: "gsm"
    case SF_FORMAT_G721_32, SF_FORMAT_G723_24, SF_FORMAT_G723_40: "g726"
    case SF_FORMAT_NMS_ADPCM_16, SF_FORMAT_NMS_ADPCM_24, SF_FORMAT_NMS_ADPCM_32: "adpcm_nms"
    case SF_FORMAT_ALAC_16, SF_FORMAT_ALAC_20, SF_FORMAT_ALAC_24, SF_FORMAT_ALAC_32: "alac"
    case SF_FORMAT_VORBIS: "vorbis"
    case SF_FORMAT_OPUS: "opus"
    case SF_FORMAT_MPEG_LAYER_I: "mp1"
    case SF_FORMAT_MPEG_LAYER_II: "mp2"
    case SF_FORMAT_MPEG_LAYER_III: "mp3"
    default: "unknown"
    }
  }
}
