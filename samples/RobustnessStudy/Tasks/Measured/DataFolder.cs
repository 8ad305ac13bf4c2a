using System;
using System.IO;
using System.Linq;

namespace RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

/// <summary>Where measured series are: files under the publishers' names, in a folder or in folders within it.</summary>
/// <param name="Path">The folder.</param>
public sealed record DataFolder(string Path)
{
    /// <summary>Whether it has a file.</summary>
    public bool Has(string file) => Find(file) is not null;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">There is none of that name, or it is malformed.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public ColumnFile Read(string file, bool hasNames = true) =>
        ColumnFile.Read(Find(file) ?? throw new FormatException($"{Path}: there is no file {file} in it."), hasNames);

    private string? Find(string file) =>
        Directory.EnumerateFiles(Path, file, SearchOption.AllDirectories).Order(StringComparer.Ordinal).FirstOrDefault();
}
