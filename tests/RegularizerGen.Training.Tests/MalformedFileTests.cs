using System;
using System.IO;
using System.Text;
using RegularizerGen.Samples.CellZoo;

namespace RegularizerGen.Training.Tests;

/// <summary>Files that are not what they should be: one clear error each, and no weight is touched.</summary>
public sealed class MalformedFileTests
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    public static TheoryData<string, int, string> Headers =>
        new()
        {
            { "", 8, "the header is no JSON" },
            { Good + "x", 8, "the header is no JSON" },
            { "[]", 8, "the header is no JSON object" },
            { """{"a":1}""", 8, "tensor 'a' is no JSON object" },
            { """{"a":{"dtype":"F32","shape":[2]}}""", 8, "tensor 'a' lacks its dtype, shape or data_offsets" },
            { Good.Replace("\"F32\"", "32"), 8, "tensor 'a' lacks its dtype" },
            { Good.Replace("F32", "I32"), 8, "tensor 'a' is of type 'I32'; F64, F32, F16, BF16 are read" },
            { Good.Replace("F32", "F64"), 8, "tensor 'a' of F64 [2] has 8 bytes" },
            { Good.Replace("[2]", "2"), 8, "tensor 'a' has no list as its shape" },
            { Good.Replace("[2]", "[-2]"), 8, "tensor 'a' has -2 in its shape" },
            { Good.Replace("[2]", "[2.5]"), 8, "tensor 'a' has 2.5 in its shape" },
            { Good.Replace("[2]", "[\"2\"]"), 8, "tensor 'a' has 2 in its shape" },
            { Good.Replace("[2]", "[4294967296,4294967296,4294967296,4294967296,2]"), 8, "which do not fit its shape" },
            { Good.Replace("[2]", "[9223372036854775807,0]"), 8, "which do not fit its shape" },
            { Good.Replace("[2]", "[99999999999999999999]"), 8, "in its shape, no whole number" },
            { Good.Replace("[2]", "[3]"), 8, "tensor 'a' of F32 [3] has 8 bytes" },
            { Good.Replace("[0,8]", "[8,0]"), 8, "tensor 'a' has no begin and end" },
            { Good.Replace("[0,8]", "[0]"), 8, "tensor 'a' has no begin and end" },
            { Good.Replace("[0,8]", "[-8,0]"), 8, "tensor 'a' has -8 in its data_offsets" },
            { Good.Replace("[0,8]", "[8,16]"), 16, "tensor 'a' leaves a gap before it" },
            { Good, 7, "there are 7 bytes of data, and the tensors have 8" },
            { Good, 9, "there are 9 bytes of data, and the tensors have 8" },
            { Good.Replace("\"a\"", "\"b\""), 8, "tensor 'b' is not wanted; wanted are a" },
            { "{}", 0, "there is no tensor 'a'" },
            { Good.Replace("[2]", "[2,1]"), 8, "tensor 'a' is [2, 1]; it must be [2]" },
            { Good[..^1] + "," + Good[1..], 8, "there are two tensors 'a'" },
            { Good[..^1] + ",\"b\":" + Good[5..^1] + "}", 8, "tensor 'b' overlaps the one before it" },
            { Good.Replace("\"shape\"", "\"dtype\":\"F32\",\"shape\""), 8, "tensor 'a' has an unknown or second 'dtype'" },
            { Good.Replace("\"shape\"", "\"color\":\"red\",\"shape\""), 8, "tensor 'a' has an unknown or second 'color'" },
            { Good[..^1] + ""","__metadata__":{"x":1}}""", 8, "__metadata__ has 'x', which is no text" },
            { Good[..^1] + ""","__metadata__":[]}""", 8, "__metadata__ is no JSON object" },
            { Good.Replace("\"a\"", "\"\\ud800\""), 8, "the header is no JSON" },
        };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Header_IsRefusedWithItsReason(string header, int data, string reason)
    {
        using var file = new RawFile();
        file.Write(header, new byte[data]);
        RequireRefused(file, reason);
    }

    [Fact]
    public void GoodHeader_IsRead()
    {
        using var file = new RawFile();
        file.Write("{\"__metadata__\":{\"x\":\"1\"}," + Good[1..] + "   ", 0, 0, 128, 63, 0, 0, 0, 64);
        float[] values = [7, 7];
        new StateDictionary<float>().Add("a", values, 2).Load(file.Path);
        Assert.Equal([1, 2], values);
    }

    [Fact]
    public void Length_IsRefusedWhereTheFileHasLess()
    {
        using var file = new RawFile();
        File.WriteAllBytes(file.Path, [1, 2, 3]);
        RequireRefused(file, "it has 3 bytes, fewer than the length of a header");
        byte[] bytes = RawFile.Bytes(Good, new byte[8]);
        foreach (
            byte[] length in new byte[][]
            {
                [255, 255, 255, 255, 255, 255, 255, 255],
                [63, 0, 0, 0, 0, 0, 0, 0],
                [0, 0, 0, 0, 0, 0, 0, 128],
            }
        )
        {
            length.CopyTo(bytes, 0);
            File.WriteAllBytes(file.Path, bytes);
            RequireRefused(file, "its header would have ");
        }
    }

    [Theory]
    [InlineData("F32", "0000C07F00000000", "tensor 'a' is not finite as Single at position 0")] // NaN
    [InlineData("F64", "0000000000000000000000000000F07F", "tensor 'a' is not finite as Single at position 1")]
    [InlineData("F64", "00000000000000000000000000006050", "tensor 'a' is not finite as Single at position 1")] // finite as double
    [InlineData("F16", "0000007C", "tensor 'a' is not finite as Single at position 1")]
    public void Elements_AreFinite(string type, string hex, string reason)
    {
        using var file = new RawFile();
        byte[] data = Convert.FromHexString(hex);
        file.Write(Good.Replace("F32", type).Replace("[0,8]", $"[0,{data.Length}]"), data);
        RequireRefused(file, reason);
    }

    /// <summary>Thousands of files with bytes changed, cut, doubled or moved: each is read, or refused with its name and no weight
    /// touched.</summary>
    [Fact]
    public void MutatedFiles_AreReadOrRefused_NeverHalf()
    {
        using var file = new RawFile();
        var p = new Elman.Parameters<float>(2, 3);
        p.FillUniform(new Random(1), 1);
        StateDictionary<float> state = new StateDictionary<float>().Add(p);
        state.Save(file.Path);
        byte[] good = File.ReadAllBytes(file.Path);
        int header = 8 + Encoding.UTF8.GetByteCount(file.Read().Header);
        var random = new Random(2);
        int refused = 0;
        for (int k = 0; k < 4000; k++)
        {
            File.WriteAllBytes(file.Path, Mutate(good, header, random));
            p.Span.Fill(7);
            try
            {
                state.Load(file.Path);
                Assert.DoesNotContain(7f, p.Span.ToArray());
                Assert.All(p.Span.ToArray(), v => Assert.True(float.IsFinite(v)));
            }
            catch (InvalidDataException problem)
            {
                refused++;
                Assert.StartsWith($"'{file.Path}': ", problem.Message, StringComparison.Ordinal);
                Assert.Equal(p.Span.Length, p.Span.Count(7));
            }
        }

        Assert.InRange(refused, 2000, 3950); // both happen
    }

    [Fact]
    public void FileThatCannotBeWritten_LeavesTheOldOneAndNothingElse()
    {
        using var file = new RawFile();
        Directory.CreateDirectory(file.Path); // no file can take its place
        StateDictionary<float> state = new StateDictionary<float>().Add("a", new float[2], 2);
        Assert.ThrowsAny<Exception>(() => state.Save(file.Path));
        Assert.Empty(file.Files);
        Assert.Throws<FileNotFoundException>(() => state.Load(file.Path + ".none"));
    }

    private static byte[] Mutate(byte[] good, int header, Random random)
    {
        byte[] bytes = [.. good];
        for (int change = random.Next(1, 4); change > 0 && bytes.Length > 0; change--)
        {
            int at = random.Next(random.Next(3) == 0 ? bytes.Length : Math.Min(header, bytes.Length));
            int count = Math.Min(random.Next(1, 9), bytes.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = (byte)"0123456789[]{},:\"-"[random.Next(18)];
                    break;
                case 3:
                    bytes = [.. bytes[..at], .. bytes[(at + count)..]];
                    break;
                case 4:
                    bytes = [.. bytes[..(at + count)], .. bytes[at..]];
                    break;
                default:
                    bytes = bytes[..at];
                    break;
            }
        }

        return bytes;
    }

    private static void RequireRefused(RawFile file, string reason)
    {
        float[] values = [7, 7];
        StateDictionary<float> state = new StateDictionary<float>().Add("a", values, 2);
        string message = Assert.Throws<InvalidDataException>(() => state.Load(file.Path)).Message;
        Assert.StartsWith($"'{file.Path}': ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Equal([7, 7], values);
    }
}
