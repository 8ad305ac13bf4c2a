using System;
using TorchSharp;

namespace RegularizerGen.TorchSharp.Tests;

/// <summary>Tests of this project need torch's native library; where it cannot be loaded they are skipped with the reason, never passed.</summary>
public abstract class TorchTest : IDisposable
{
    private static readonly Lazy<string?> Problem = new(Load);

    private readonly DisposeScope? scope;

    protected TorchTest()
    {
        if (Problem.Value is { } reason)
        {
            Assert.Skip(reason);
        }

        torch.random.manual_seed(1);
        scope = torch.NewDisposeScope();
    }

    public void Dispose()
    {
        scope?.Dispose();
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
            return "TorchSharp's native library cannot be loaded here (docs/torchsharp.md): " + problem.GetBaseException().Message.Split('\n')[0];
        }
    }
}
