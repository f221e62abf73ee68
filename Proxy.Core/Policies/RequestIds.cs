using System.Buffers.Binary;
using System.Numerics;

namespace Proxy.Core.Policies;

/// <summary>
/// Makes identifiers of requests: 128 bits as 32 hexadecimal digits. Each is SipHash-2-4 of a counter that all loops share, under a key nobody else has: no
/// two are alike, none tells the next, and none costs a call to the system, which asking it for chance would.
/// </summary>
internal sealed class RequestIds
{
    /// <summary>Digits of an identifier.</summary>
    public const int Length = 32;

    private readonly ulong _key0;
    private readonly ulong _key1;
    private ulong _made;

    public RequestIds()
    {
        // 122 bits of an identifier are chance of the system's best kind; two of them make 128.
        Span<byte> key = stackalloc byte[16];
        Span<byte> more = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(key);
        Guid.NewGuid().TryWriteBytes(more);
        _key0 = BinaryPrimitives.ReadUInt64LittleEndian(key) ^ BinaryPrimitives.ReadUInt64LittleEndian(more[8..]);
        _key1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]) ^ BinaryPrimitives.ReadUInt64LittleEndian(more);
    }

    /// <summary>Writes a new identifier.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        var (high, low) = Hash(Interlocked.Increment(ref _made));
        Span<byte> id = stackalloc byte[Length / 2];
        BinaryPrimitives.WriteUInt64BigEndian(id, high);
        BinaryPrimitives.WriteUInt64BigEndian(id[sizeof(ulong)..], low);
        Convert.TryToHexStringLower(id, destination, out _);
    }

    // Of eight bytes, with the result of 128 bits.
    private (ulong High, ulong Low) Hash(ulong message)
    {
        var state = new State(_key0, _key1);
        state.Take(message);
        state.Take(8UL << 56);
        var high = state.End(0xEE);
        return (high, state.More(0xDD));
    }

    private struct State(ulong key0, ulong key1)
    {
        private ulong _0 = key0 ^ 0x736F6D6570736575;
        private ulong _1 = key1 ^ 0x646F72616E646F6D ^ 0xEE;
        private ulong _2 = key0 ^ 0x6C7967656E657261;
        private ulong _3 = key1 ^ 0x7465646279746573;

        public void Take(ulong word)
        {
            _3 ^= word;
            Round();
            Round();
            _0 ^= word;
        }

        public ulong End(ulong mark)
        {
            _2 ^= mark;
            return Finish();
        }

        public ulong More(ulong mark)
        {
            _1 ^= mark;
            return Finish();
        }

        private ulong Finish()
        {
            for (var i = 0; i < 4; i++)
            {
                Round();
            }

            return _0 ^ _1 ^ _2 ^ _3;
        }

        private void Round()
        {
            _0 += _1;
            _1 = BitOperations.RotateLeft(_1, 13) ^ _0;
            _0 = BitOperations.RotateLeft(_0, 32);
            _2 += _3;
            _3 = BitOperations.RotateLeft(_3, 16) ^ _2;
            _0 += _3;
            _3 = BitOperations.RotateLeft(_3, 21) ^ _0;
            _2 += _1;
            _1 = BitOperations.RotateLeft(_1, 17) ^ _2;
            _2 = BitOperations.RotateLeft(_2, 32);
        }
    }
}
