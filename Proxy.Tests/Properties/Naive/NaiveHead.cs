using System.Globalization;

namespace Proxy.Tests.Properties.Naive;

/// <summary>Start lines and field lines (RFC 9112 §3, §4, §5).</summary>
internal static class NaiveHead
{
    // request-line = method SP request-target SP HTTP-version CRLF
    public static bool ReadRequest(NaiveCursor cursor, NaiveMessage message)
    {
        message.Start = cursor.At;
        var method = cursor.Take(NaiveGrammar.IsTokenByte, "method");
        if (method.Length == 0 || !cursor.Skip(" "))
        {
            return false;
        }

        message.Method = method;
        message.Target = cursor.Take(NaiveGrammar.IsTargetByte, "request-target");
        return message.Target.Length > 0
            && cursor.Skip(" ")
            && ReadVersion(cursor, message)
            && cursor.Skip("\r\n")
            && ReadFields(cursor, message.Fields)
            && (HasRightTarget(message) || cursor.Reject("form of the request-target"))
            && (HasRightHost(message) || cursor.Reject("Host"));
    }

    // status-line = HTTP-version SP status-code SP [ reason-phrase ] CRLF
    public static bool ReadResponse(NaiveCursor cursor, NaiveMessage message)
    {
        message.Start = cursor.At;
        if (!ReadVersion(cursor, message) || !cursor.Skip(" "))
        {
            return false;
        }

        var status = cursor.Take(NaiveGrammar.IsDigit, "status-code");
        if (cursor.IsAtEnd && status.Length < 4)
        {
            return cursor.Refuse("status-code");
        }

        // RFC 9110 §15: three digits, the first of them 1 to 5.
        if (status.Length != 3 || status[0] is < '1' or > '5')
        {
            return cursor.Reject("status-code");
        }

        // The one liberty: many servers leave the space out where there is no reason, and CRLF behind three digits has one meaning only.
        message.Status = int.Parse(status, CultureInfo.InvariantCulture);
        if (cursor.Next != '\r' && !cursor.Skip(" "))
        {
            return false;
        }

        while (NaiveGrammar.IsFieldByte(cursor.Next))
        {
            cursor.At++;
        }

        return cursor.Skip("\r\n") && ReadFields(cursor, message.Fields);
    }

    // *( field-line CRLF ) CRLF, field-line = field-name ":" OWS field-value OWS
    public static bool ReadFields(NaiveCursor cursor, List<NaiveField> fields)
    {
        while (cursor.Next != '\r')
        {
            var name = cursor.Take(NaiveGrammar.IsTokenByte, "field-name");
            if (name.Length == 0 || !cursor.Skip(":"))
            {
                return false;
            }

            var value = NaiveGrammar.IsFieldByte(cursor.Next) ? cursor.Take(NaiveGrammar.IsFieldByte, "field-value") : "";
            if (!cursor.Skip("\r\n"))
            {
                return false;
            }

            fields.Add(new NaiveField(name, value.Trim(' ', '\t')));
        }

        return cursor.Skip("\r\n");
    }

    private static bool ReadVersion(NaiveCursor cursor, NaiveMessage message)
    {
        if (!cursor.Skip("HTTP/1."))
        {
            return false;
        }

        if (cursor.Next is not ('0' or '1'))
        {
            return cursor.Refuse("minor version");
        }

        message.Version = cursor.Next == '0' ? "1.0" : "1.1";
        cursor.At++;
        return true;
    }

    // RFC 9112 §3.2: origin-form, absolute-form; authority-form for CONNECT only, asterisk-form for OPTIONS only.
    private static bool HasRightTarget(NaiveMessage message)
    {
        var target = message.Target;
        return message.Method == "CONNECT" ? !target.Contains('/', StringComparison.Ordinal)
            : target.StartsWith('/')
            || target.Contains("://", StringComparison.Ordinal)
            || (target == "*" && message.Method == "OPTIONS");
    }

    // RFC 9112 §3.2: one, and in HTTP/1.0 one or none.
    private static bool HasRightHost(NaiveMessage message)
    {
        var hosts = message.All("Host");
        return hosts.Count == 1
            ? hosts[0].All(character => NaiveGrammar.IsHostByte(character))
            : hosts.Count == 0 && message.Version == "1.0";
    }
}
