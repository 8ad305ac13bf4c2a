using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace RegularizerGen.Native;

/// <summary>Named figures, a line each: name, tolerance, values.</summary>
internal sealed class Figures
{
    private readonly List<(string Name, double Tolerance, double[] Values)> all = [];

    /// <summary>Adds figures.</summary>
    /// <param name="name">What they are.</param>
    /// <param name="tolerance">How far they may be from those of another compiler, relative to the largest of them.</param>
    /// <param name="values">The figures.</param>
    public void Add<T>(string name, double tolerance, ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        double[] numbers = new double[values.Length];
        for (int k = 0; k < numbers.Length; k++)
        {
            numbers[k] = double.CreateChecked(values[k]);
        }

        all.Add((name, tolerance, numbers));
    }

    /// <summary>Adds one.</summary>
    public void Add(string name, double tolerance, params double[] values) => Add<double>(name, tolerance, values);

    /// <summary>Writes all.</summary>
    public void Write(TextWriter writer)
    {
        foreach ((string name, double tolerance, double[] values) in all)
        {
            IEnumerable<string> numbers = values.Prepend(tolerance).Select(v => v.ToString("R", CultureInfo.InvariantCulture));
            writer.WriteLine($"{name}\t{string.Join(' ', numbers)}");
        }
    }

    /// <summary>Compares with what was written by another program, and prints the largest distance of each.</summary>
    /// <returns>Whether all are within their tolerance.</returns>
    public bool Agree(string path, TextWriter writer)
    {
        string[] lines = File.ReadAllLines(path);
        bool agree = lines.Length == all.Count;
        foreach (((string name, double tolerance, double[] values), string line) in all.Zip(lines))
        {
            double[] others = [.. line.Split('\t')[1].Split(' ').Skip(1).Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
            double size = Math.Max(values.Max(Math.Abs), 1e-300);
            double distance = values.Length == others.Length ? values.Zip(others).Max(p => Distance(p.First, p.Second)) / size : double.NaN;
            bool isNear = line.StartsWith(name + "\t", StringComparison.Ordinal) && distance <= tolerance;
            agree &= isNear;
            writer.WriteLine(FormattableString.Invariant($"{(isNear ? "ok " : "OFF")} {name}: {distance:G2} of {tolerance:G2}"));
        }

        return agree;
    }

    private static double Distance(double a, double b) => a.Equals(b) ? 0 : Math.Abs(a - b);
}
