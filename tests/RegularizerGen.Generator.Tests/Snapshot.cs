using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace RegularizerGen.Generator.Tests;

/// <summary>
/// Compares text with Snapshots/NAME.verified.cs (Verify's file convention, so that Verify can take over). A mismatch writes
/// NAME.received.cs beside it and shows the first difference; ACCEPT_SNAPSHOTS=1 accepts.
/// </summary>
internal static class Snapshot
{
    private static readonly string Folder = Path.Combine(
        typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ProjectDirectory").Value!,
        "Snapshots"
    );

    public static void Match(string name, string received)
    {
        string verifiedPath = Path.Combine(Folder, name + ".verified.cs");
        string receivedPath = Path.Combine(Folder, name + ".received.cs");
        string text = received.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(verifiedPath, text);
        }

        string verified = File.Exists(verifiedPath)
            ? File.ReadAllText(verifiedPath).Replace("\r\n", "\n", StringComparison.Ordinal)
            : string.Empty;
        if (verified == text)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, text);
        Assert.Fail(
            $"{name} differs from its snapshot.\n{Difference(verified, text)}\nTo accept: ACCEPT_SNAPSHOTS=1 dotnet test tests/RegularizerGen.Generator.Tests\nReceived: {receivedPath}"
        );
    }

    private static string Difference(string verified, string received)
    {
        string[] a = verified.Split('\n');
        string[] b = received.Split('\n');
        int line = Enumerable.Range(0, Math.Max(a.Length, b.Length)).First(k => k >= a.Length || k >= b.Length || a[k] != b[k]);
        return $"Line {line + 1}:\n- {(line < a.Length ? a[line] : "(end)")}\n+ {(line < b.Length ? b[line] : "(end)")}";
    }
}
