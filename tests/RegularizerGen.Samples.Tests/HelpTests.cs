using System;
using System.IO;
using System.Linq;
using RegularizerGen.Samples.QuadrupleTank;
using RegularizerGen.Samples.QuadrupleTank.Training;

namespace RegularizerGen.Samples.Tests;

/// <summary>The command line of the samples.</summary>
[Collection("console")]
public sealed class HelpTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--steps", "3", "--help")]
    public void Help_IsTheUsage_AndNoError(params string[] arguments)
    {
        TextWriter kept = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            Assert.Equal(
                0,
                Run.Sample(arguments, "Sample", "folder", 7, Ways.All, (_, _) => throw new InvalidOperationException("Nothing is trained."))
            );
        }
        finally
        {
            Console.SetOut(kept);
        }

        Assert.All(
            new[] { "Usage: Sample", "--csv FILE", "(folder)", "(7)", "--seed N" },
            part => Assert.Contains(part, written.ToString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("--stepps", "3")]
    [InlineData("--steps")]
    [InlineData("--steps", "0")]
    public void WrongArguments_AreAnError(params string[] arguments)
    {
        TextWriter kept = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            Assert.Equal(
                1,
                Run.Sample(arguments, "Sample", "folder", 7, Ways.All, (_, _) => throw new InvalidOperationException("Nothing is trained."))
            );
        }
        finally
        {
            Console.SetError(kept);
        }

        Assert.Single(written.ToString().Trim().Split('\n'));
    }

    /// <summary>Whoever sits behind a mirror must be able to run the gate.</summary>
    [Fact]
    public void GateScripts_NameNoHost()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RegularizerGen.sln")))
        {
            folder = folder.Parent;
        }

        string[] scripts = [.. Directory.GetFiles(Path.Combine(folder!.FullName, ".ci")).Where(f => !f.EndsWith('~'))];
        Assert.NotEmpty(scripts);
        Assert.All(
            scripts,
            script => Assert.DoesNotMatch(@"https?://|ftp://|\b[a-z0-9-]+\.(debian|ubuntu|nuget)\.org\b", File.ReadAllText(script))
        );
    }
}
