using System;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace RegularizerGen.Tool.Commands;

/// <summary>Values of options while a command line is checked, before it is known to be right.</summary>
internal static class OptionValues
{
    /// <summary>The value; the default where the option is not there, or its value is missing or none of its type: the parser reports that
    /// by itself, but throws where it is asked for it here.</summary>
    public static T? Of<T>(CommandResult result, Option<T> option)
    {
        try
        {
            return result.GetValue(option);
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }
}
