using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RegularizerGen.Kernels;

namespace RegularizerGen.Tests.Kernels;

/// <summary>Memory that starts at a cache line.</summary>
public sealed class AlignedBufferTests
{
    [Fact]
    public void Span_StartsAtACacheLine_IsZero_AndOfTheLengthAskedFor()
    {
        for (int length = 1; length < 100; length++)
        {
            Check<float>(length);
            Check<double>(length);
        }

        static void Check<T>(int length)
            where T : unmanaged
        {
            var buffer = new AlignedBuffer<T>("Buffer", length);
            ref T first = ref MemoryMarshal.GetReference(buffer.Span);
            Assert.Equal(0, Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref first) % 64);
            Assert.Equal(new T[length], buffer.Span.ToArray());
            Assert.True(Unsafe.AreSame(ref first, ref MemoryMarshal.GetReference(buffer.Memory.Span)));
            Assert.Equal(length, buffer.Memory.Length);
        }
    }

    [Fact]
    public void Memory_ThatThereIsNot_IsRefusedByName()
    {
        ArgumentException problem = Assert.Throws<ArgumentException>(() => new AlignedBuffer<double>("Buffer", Array.MaxLength - 3));
        Assert.Contains("Buffer", problem.Message, StringComparison.Ordinal);
    }
}
