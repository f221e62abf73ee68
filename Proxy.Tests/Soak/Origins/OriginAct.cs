namespace Proxy.Tests.Soak.Origins;

/// <summary>What an origin does with a request.</summary>
internal enum OriginAct
{
    Answer,

    /// <summary>In pieces, with pauses.</summary>
    AnswerSlowly,

    /// <summary>Behind a few interim responses.</summary>
    AnswerAfterInterim,

    /// <summary>Before it has read the request's body.</summary>
    AnswerEarly,

    /// <summary>And ends the connection soon after, without a word.</summary>
    AnswerThenCloseIdle,

    /// <summary>With a response nobody asked for right behind it.</summary>
    AnswerWithBytesBehind,

    ResetBeforeHead,
    CloseBeforeHead,
    ResetInHead,
    CloseInHead,
    ResetInBody,
    CloseInBody,
    BadChunk,
    JunkHead,
    InterimFlood,
    StallBeforeHead,
    StallInBody,

    /// <summary>Takes nothing of the request's body, and says nothing.</summary>
    StallUpload,
}
