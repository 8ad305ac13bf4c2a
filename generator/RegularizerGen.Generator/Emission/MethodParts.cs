using System;
using System.Collections.Generic;
using System.Linq;

namespace RegularizerGen.Generator;

/// <summary>
/// A method whose statements may be many: beyond a number of them they go into methods of their own, one after the other, as every
/// statement takes place on the stack for the values in between, and in long methods the compiler no longer writes operators in place.
/// </summary>
/// <param name="writer">Where it is written.</param>
/// <param name="arguments">Arguments of the parts.</param>
/// <param name="parameters">Their declarations.</param>
internal sealed class MethodParts(CodeWriter writer, string arguments, string parameters)
{
    private const int MostInPlace = 24;
    private const int MostStatements = 64;

    private readonly List<(string Name, Action Body)> parts = [];

    /// <summary>Whether so many statements are written in place.</summary>
    public static bool IsShort<T>(IReadOnlyCollection<T> statements) => statements.Count <= MostInPlace;

    /// <summary>Writes statements, or calls of parts.</summary>
    /// <param name="name">What parts are called.</param>
    /// <param name="statements">The statements.</param>
    /// <param name="write">Writes some of them: number of the part, and the statements.</param>
    public void Write<T>(string name, IReadOnlyList<T> statements, Action<int, IReadOnlyList<T>> write)
    {
        if (IsShort(statements))
        {
            write(0, statements);
            return;
        }

        for (int start = 0; start < statements.Count; start += MostStatements)
        {
            int number = start / MostStatements;
            T[] own = [.. statements.Skip(start).Take(MostStatements)];
            string part = FormattableString.Invariant($"{name}{number + 1}");
            writer.Line($"{part}({arguments});");
            parts.Add((part, () => write(number, own)));
        }
    }

    /// <summary>Writes the methods of the parts.</summary>
    public void Finish()
    {
        foreach ((string name, Action body) in parts)
        {
            writer.Line();
            using (writer.Block($"private void {name}({parameters})"))
            {
                body();
            }
        }
    }
}
