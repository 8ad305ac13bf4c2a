using System;
using RegularizerGen.Tool;

return Cli.Run(args, Console.Out, Console.Error);
