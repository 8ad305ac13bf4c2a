using System;

namespace RegularizerGen.Tool.Tests;

/// <summary>Bytes of a file, cut off, cut out, inserted or changed.</summary>
internal static class Mutations
{
    public static byte[] Mutate(byte[] bytes, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                int from = random.Next(bytes.Length);
                return [.. bytes[..from], .. bytes[Math.Min(bytes.Length, from + random.Next(1, 40))..]];
            case 2:
                int at = random.Next(bytes.Length);
                byte[] inserted = new byte[random.Next(1, 12)];
                random.NextBytes(inserted);
                return [.. bytes[..at], .. inserted, .. bytes[at..]];
            default:
                for (int k = random.Next(1, 6); k > 0; k--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                return bytes;
        }
    }
}
