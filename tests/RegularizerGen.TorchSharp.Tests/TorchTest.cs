using System;
using System.IO;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Tests of this project need torch's native library; where it cannot be loaded they are skipped with the reason, never
/// passed.</summary>
public abstract class TorchTest : IDisposable
{
    private static readonly Lazy<string?> Problem = new(Load);

    private const long NoCollectionBytes = 200_000_000;

    private readonly DisposeScope? scope;

    protected TorchTest()
    {
        if (Problem.Value is { } reason)
        {
            Assert.Skip(reason);
        }

        torch.random.manual_seed(1);
        scope = torch.NewDisposeScope();

        // TorchSharp 0.107 loses scalars of operations to a collection that runs at that moment (see Operations in the library): none runs
        // within a test.
        GC.TryStartNoGCRegion(NoCollectionBytes);
    }

    public void Dispose()
    {
        scope?.Dispose();
        if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            GC.EndNoGCRegion();
        }

        GC.SuppressFinalize(this);
    }

    private static string? Load()
    {
        try
        {
            torch.set_num_threads(1);
            using torch.Tensor one = torch.ones(1);
            return null;
        }
        catch (Exception problem) when (problem is DllNotFoundException or TypeInitializationException or NotSupportedException)
        {
            return "TorchSharp's native library cannot be loaded here (docs/torchsharp.md): " + Reason(problem);
        }
    }

    /// <summary>TorchSharp says that it misses a package even where the package is there and the loader refuses it: ask the
    /// loader.</summary>
    private static string Reason(Exception problem)
    {
        string path = Path.Combine(
            AppContext.BaseDirectory,
            "runtimes",
            RuntimeInformation.RuntimeIdentifier,
            "native",
            "libLibTorchSharp.so"
        );
        try
        {
            NativeLibrary.Load(path);
        }
        catch (DllNotFoundException refused)
            when (Regex.Match(refused.Message, "version `[A-Z_0-9.]+' not found") is { Success: true } missing)
        {
            return missing.Value;
        }
        catch (DllNotFoundException)
        {
            // No such file, or another system: TorchSharp's own words say more.
        }

        return problem.GetBaseException().Message.Split('\n')[0];
    }
}
