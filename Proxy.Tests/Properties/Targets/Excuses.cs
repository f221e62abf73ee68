using Proxy.Http1.Parsing;

namespace Proxy.Tests.Properties.Targets;

/// <summary>Faults of which the naive reader knows nothing: bounds, and grammars it does not look into.</summary>
internal static class Excuses
{
    public static bool Cover(ParseErrorCode code) => code is
        ParseErrorCode.RequestLineTooLong or ParseErrorCode.StatusLineTooLong or ParseErrorCode.FieldSectionTooLarge or ParseErrorCode.TooManyFields
        or ParseErrorCode.ChunkLineTooLong or ParseErrorCode.TrailerTooLarge or ParseErrorCode.ChunkSizeInvalid or ParseErrorCode.ContentLengthInvalid
        or ParseErrorCode.TargetInvalid or ParseErrorCode.HostInvalid or ParseErrorCode.ConnectionInvalid;
}
