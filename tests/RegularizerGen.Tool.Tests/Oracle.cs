using System;
using System.Linq;
using Microsoft.ML.OnnxRuntime;

namespace RegularizerGen.Tool.Tests;

/// <summary>ONNX Runtime on the CPU.</summary>
internal sealed class Oracle : IDisposable
{
    private readonly InferenceSession session;

    public Oracle(byte[] model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        session = new InferenceSession(model, options);
    }

    /// <summary>One output for the one input.</summary>
    public float[] Run(float[] input, int[] sizes, string output)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(input, [.. sizes.Select(s => (long)s)]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(run, [session.InputNames[0]], [value], [output]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose() => session.Dispose();
}
