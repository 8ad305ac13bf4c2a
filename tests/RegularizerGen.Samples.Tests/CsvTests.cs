using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RegularizerGen.Samples.QuadrupleTank.Data;

namespace RegularizerGen.Samples.Tests;

/// <summary>The user's own series: what is read, what is refused with a line that helps, and what a message never repeats.</summary>
public sealed class CsvTests
{
    private const int Samples = 400;

    public static TheoryData<string, string> Malformed =>
        new()
        {
            { "", "line 1: expected a header line" },
            { "a,b\n1,2\n", "line 1: expected a header such as 'u1,u2,y1,y2' with at least one column named u" },
            { "u1;y1\n1;2\n", "(its cells seem to be separated by semicolons: write commas, and decimal points)" },
            { "u1\ty1\n1\t2\n", "separated by tabs" },
            { "u1,y1\n1,2\n3\n", "line 3: expected 2 comma-separated cells as in the header, found 1" },
            { "u1,y1\n1,5,2,5\n", "line 2: expected 2 comma-separated cells as in the header, found 4 (decimal commas?)" },
            { "u1,y1\n1,2\n3,x\n", "line 3: expected a finite number with a decimal point, found 'x'" },
            { "u1,y1\n\n\n1,2\n3,x\n", "line 5: expected a finite number" },
            { "u1,y1\n1,NaN\n", "line 2: expected a finite number" },
            { "u1,y1\n1,1e999\n", "line 2: expected a finite number" },
            { "u1,y1\n1,2\n", "expected at least 300 samples, found 1" },
            { "u1,y1,u1\n1,2,3\n", "line 1: expected every column once, found 'u1' twice" },
            { "u1,y1\n1,2\"3\n", "line 2: expected quotes around whole cells only" },
            {
                $"u{new string('x', 50)},y1\n1,2\n",
                "line 1: expected names of at most 40 printable characters, found 'u" + new string('x', 39) + "…'"
            },
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void MalformedFile_IsOneLineWithFileAndLine(string content, string expected)
    {
        string message = Problem(content);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("u1,y1\n1,\u001b[31mred\u0007\n")]
    [InlineData("a\u001b[2J,b\n1,2\n")]
    [InlineData("u\u001b[2J,y1\n1,2\n")]
    public void ControlCharacters_AreNotEchoed(string content) => Assert.DoesNotContain(Problem(content), char.IsControl);

    [Fact]
    public void LongLines_AreNotEchoed()
    {
        string longText = new('7', 100_000);
        foreach (string content in new[] { $"{longText},b\n1,2\n", $"u1,y1\n1,{longText}x\n", $"u1,y1\n\"{longText}" })
        {
            Assert.InRange(Problem(content).Length, 1, 400);
        }
    }

    [Fact]
    public void OtherColumns_AreIgnored_WhateverTheyHold()
    {
        Experiment plain = Read("u1,y1", k => $"{U(k)},{Y(k)}");
        Experiment more = Read("time,u1,remark,y1,", k => $"2026-11-24T00:00:{k % 60:00},{U(k)},\"a, b; \"\"c\"\"\",{Y(k)},");
        Assert.Equal(plain.Train.Inputs, more.Train.Inputs);
        Assert.Equal(plain.Test.Clean, more.Test.Clean);
        Assert.Equal(["u1"], more.InputNames);
    }

    [Fact]
    public void QuotedCells_ByteOrderMarkAndCrlf_AreRead()
    {
        Experiment plain = Read("u1,y1", k => $"{U(k)},{Y(k)}");
        Experiment quoted = Read("\"u1\", \"y1\"\r", k => $"\"{U(k)}\", {Y(k)} \r");
        Assert.Equal(plain.Train.Inputs, quoted.Train.Inputs);
        Assert.Equal(plain.Validation.Clean, quoted.Validation.Clean);
    }

    [Fact]
    public void LargestNumbers_AreScaledLikeAnyOthers()
    {
        Experiment small = Read("u1,y1", k => $"{U(k)},{Y(k)}");
        Experiment large = Read(
            "u1,y1",
            k => string.Create(CultureInfo.InvariantCulture, $"{double.Parse(U(k), CultureInfo.InvariantCulture) * 1e308:R},{Y(k)}")
        );
        Assert.All(large.Train.Inputs, x => Assert.InRange(x, -1, 1));
        Assert.All(small.Test.Inputs.Zip(large.Test.Inputs), p => Assert.Equal(p.First, p.Second, 1e-5f));
    }

    /// <summary>The largest value of all stands in the test rows: in training it is not known.</summary>
    [Fact]
    public void Scale_IsThatOfTheTrainingRowsAlone()
    {
        Experiment experiment = Read("u1,y1", k => k == Samples - 1 ? "1.1,3" : $"{U(k)},{Y(k)}");
        Assert.Equal(1, experiment.Train.Inputs.Max());
        Assert.Equal(-1, experiment.Train.Inputs.Min());
        Assert.Equal(1.1f, experiment.Test.Inputs[^1], 1e-5f);
        Assert.Equal(3f, experiment.Test.Clean[^1], 1e-5f);
    }

    [Theory]
    [InlineData(0, 200, "0.5", "line 2: expected a column 'y1' that varies, found the same value in all training rows (down to line 201)")]
    [InlineData(220, 280, "0.5", "line 222: expected an output 'y1' that varies, found the same value down to line 281")]
    [InlineData(280, 400, "1", "line 302: expected an output 'y1' that varies, found the same value down to line 401")]
    public void ConstantOutputs_AreRefused(int first, int end, string value, string expected) =>
        Assert.Contains(
            expected,
            Problem(File("u1,y1", k => $"{U(k)},{(k >= first && k < end ? value : Y(k))}")),
            StringComparison.Ordinal
        );

    [Fact]
    public void Inputs_BeyondWhatIsCertified_AreRefused()
    {
        string problem = Problem(File("u1,y1", k => $"{(k == 350 ? "1.7" : U(k))},{Y(k)}"));
        Assert.Contains(
            "line 352: expected 'u1' within ±1.5 of the range of the training rows (taken as -1 to 1), "
                + "what the networks are certified for, found 1.7",
            problem,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "line 352: expected 'y1' within ±1000",
            Problem(File("u1,y1", k => $"{U(k)},{(k == 350 ? "-1e308" : Y(k))}")),
            StringComparison.Ordinal
        );
        Assert.Contains("expected a column 'u1' that varies", Problem(File("u1,y1", k => $"3,{Y(k)}")), StringComparison.Ordinal);
    }

    private static string U(int k) => k < 2 ? (k == 0 ? "-1" : "1") : Math.Sin(0.7 * k).ToString("R", CultureInfo.InvariantCulture);

    private static string Y(int k) => k < 2 ? (k == 0 ? "-1" : "1") : Math.Cos(0.3 * k).ToString("R", CultureInfo.InvariantCulture);

    private static string File(string header, Func<int, string> row) =>
        string.Join('\n', Enumerable.Range(0, Samples).Select(row).Prepend(header));

    private static Experiment Read(string header, Func<int, string> row) => Read(File(header, row));

    private static Experiment Read(string content)
    {
        string path = Path.GetTempFileName();
        try
        {
            System.IO.File.WriteAllText(path, content, Encoding.UTF8); // with a byte order mark
            return CsvExperiment.Read(path);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static string Problem(string content)
    {
        string message = Assert.Throws<FormatException>(() => Read(content)).Message;
        Assert.StartsWith(Path.GetTempPath(), message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
