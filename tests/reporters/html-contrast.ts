/**
 * An expression that finds texts of a page whose contrast with their background is below the minimum of
 * WCAG 2.2 (1.4.3): 4.5 to 1, of large texts 3 to 1. The background is found by position, so that letters
 * on the bar of a chart are compared with the bar. The whole page must fit into the window.
 */
export const lowContrast = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data
    return [r, g, b, a / 255]
  }
  const over = ([r, g, b, a], [r0, g0, b0]) => [r * a + r0 * (1 - a), g * a + g0 * (1 - a), b * a + b0 * (1 - a), 1]
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const surface = (element) => {
    const style = getComputedStyle(element)
    if (!(element instanceof SVGElement)) return style.backgroundColor
    const isArea = ['rect', 'path', 'circle'].includes(element.localName)
    return isArea && style.fill !== 'none' ? style.fill : 'transparent'
  }
  const behind = (element, x, y) => {
    const layers = document.elementsFromPoint(x, y).filter((each) => each.localName !== 'text')
    const from = layers.indexOf(element)
    let colour = [255, 255, 255, 1]
    for (const each of layers.slice(Math.max(0, from)).reverse()) colour = over(rgba(surface(each)), colour)
    return colour
  }
  const found = []
  let looked = 0
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === '' || ['style', 'title'].includes(element.localName) || !element.checkVisibility()) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = [...range.getClientRects()].find(({ width, height }) => width > 2 && height > 2)
    if (!box || element.closest('.hidden, .skip')) continue
    looked += 1
    const style = getComputedStyle(element)
    const ground = behind(element, box.x + Math.min(box.width / 2, 4), box.y + box.height / 2)
    const ink = over(rgba(element instanceof SVGElement ? style.fill : style.color), ground)
    const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a)
    const ratio = (light + 0.05) / (dark + 0.05)
    const size = Number.parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (ratio < (isLarge ? 3 : 4.5)) found.push({ text: node.data.slice(0, 40), ratio: ratio.toFixed(2), ink, ground, on: element.getAttribute('class') })
  }
  return { looked, found }
})()`
