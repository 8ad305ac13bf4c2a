namespace RegularizerGen.InMemory;

/// <summary>A file of C# source.</summary>
/// <param name="Path">What diagnostics call it.</param>
/// <param name="Text">Its text.</param>
public sealed record SourceText(string Path, string Text);
