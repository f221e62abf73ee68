namespace Proxy.Tests.Kit;

/// <summary>How a <see cref="MoodyOrigin"/> takes requests.</summary>
internal enum Mood
{
    /// <summary>It answers.</summary>
    Well,

    /// <summary>It answers 503.</summary>
    Refuses,

    /// <summary>Every other request is answered 503.</summary>
    Wavers,

    /// <summary>It hangs up instead of an answer.</summary>
    HangsUp,

    /// <summary>It answers nothing until its mood is another.</summary>
    Silent,
}
