using System;
using System.IO;
using System.Linq;
using RegularizerGen.InMemory;
using RegularizerGen.Tool.Files;

namespace RegularizerGen.Tool.Tests.Html;

/// <summary>One page as a whole; accepted as other snapshots are, by ACCEPT_SNAPSHOTS=1.</summary>
public sealed class ExplanationSnapshotTests
{
    [Fact]
    public void Page_IsAsVerified()
    {
        LoadedCell cell = Pages.Compile(OwnCells.Leaky);
        double[] parameters = [0.5, -0.25, 0.125, 0.5, 0.25, 0.1, -0.1, 0.25, 0.1, -0.1];
        string page = Pages.Explanation(cell, new CellWeights(cell.Description, [2, 2], parameters));
        string folder = Path.Combine(DocsTests.Root, "tests", "RegularizerGen.Tool.Tests", "Html");
        string verified = Path.Combine(folder, "Leaky.verified.html");
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : string.Empty;
        if (expected != page)
        {
            bool accepts = Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1";
            File.WriteAllText(accepts ? verified : Path.Combine(folder, "Leaky.received.html"), page);
        }

        Assert.Equal(expected, page);
    }
}
